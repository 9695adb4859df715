import SumiJSON

/// Writes a value's settings as Keras' configuration: keys in Keras' spelling and in order, `null` where nothing is set.
package enum ConfigurationEncoder {
    package static func encode(_ value: some Encodable) throws -> JSON {
        let box = JSONBox()
        try value.encode(to: JSONEncoding(box: box))
        return box.value
    }
}

/// A place in the result that is being written.
final class JSONBox {
    var value: JSON = .object([:])
}

/// One level of encoding, into one box.
struct JSONEncoding: Encoder {
    let box: JSONBox
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(KeyedEncoding<Key>(box: box))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer { UnkeyedEncoding(box: box) }
    func singleValueContainer() -> any SingleValueEncodingContainer { SingleEncoding(box: box) }

    static func json(_ value: some Encodable) throws -> JSON {
        switch value {
        case let value as Bool: .bool(value)
        case let value as Int: .integer(value)
        case let value as Double: .number(value)
        case let value as String: .string(value)
        case let value as any BinaryInteger & Encodable: Int(exactly: value).map(JSON.integer) ?? .number(Double(value))
        case let value as Float: .number(Double(value))
        default: try ConfigurationEncoder.encode(value)
        }
    }
}

private struct KeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let box: JSONBox
    var codingPath: [any CodingKey] { [] }

    init(box: JSONBox) {
        self.box = box
        box.value = .object([:])
    }

    private func set(_ json: JSON, _ key: Key) {
        guard var object = box.value.object else { return }
        // Released first, so that adding a member does not copy all others.
        box.value = .null
        object[KerasSpelling.key(key.stringValue)] = json
        box.value = .object(object)
    }

    mutating func encodeNil(forKey key: Key) { set(.null, key) }
    mutating func encode(_ value: some Encodable, forKey key: Key) throws { set(try JSONEncoding.json(value), key) }

    // Synthesized code leaves out what is nil; Keras writes null.
    mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) { set(value.map(JSON.bool) ?? .null, key) }
    mutating func encodeIfPresent(_ value: Int?, forKey key: Key) { set(value.map(JSON.integer) ?? .null, key) }
    mutating func encodeIfPresent(_ value: Double?, forKey key: Key) { set(value.map(JSON.number) ?? .null, key) }
    mutating func encodeIfPresent(_ value: String?, forKey key: Key) { set(value.map(JSON.string) ?? .null, key) }
    mutating func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws {
        set(try value.map { try JSONEncoding.json($0) } ?? .null, key)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
        -> KeyedEncodingContainer<Nested>
    {
        KeyedEncodingContainer(KeyedEncoding<Nested>(box: JSONBox()))
    }
    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        UnkeyedEncoding(box: JSONBox())
    }
    mutating func superEncoder() -> any Encoder { JSONEncoding(box: box) }
    mutating func superEncoder(forKey key: Key) -> any Encoder { JSONEncoding(box: box) }
}

private struct UnkeyedEncoding: UnkeyedEncodingContainer {
    let box: JSONBox
    var codingPath: [any CodingKey] { [] }
    var count: Int { box.value.array?.count ?? 0 }

    init(box: JSONBox) {
        self.box = box
        box.value = .array([])
    }

    private func append(_ json: JSON) { box.value = .array((box.value.array ?? []) + [json]) }

    mutating func encodeNil() { append(.null) }
    mutating func encode(_ value: some Encodable) throws { append(try JSONEncoding.json(value)) }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(KeyedEncoding<Nested>(box: JSONBox()))
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { UnkeyedEncoding(box: JSONBox()) }
    mutating func superEncoder() -> any Encoder { JSONEncoding(box: box) }
}

private struct SingleEncoding: SingleValueEncodingContainer {
    let box: JSONBox
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { box.value = .null }
    mutating func encode(_ value: some Encodable) throws { box.value = try JSONEncoding.json(value) }
}
