import SumiJSON

/// Reads settings from Keras' configuration: keys in Keras' spelling, whole numbers also where a fraction is expected.
package enum ConfigurationDecoder {
    /// - Throws: ``ConfigurationError``, which names the key.
    package static func decode<T: Decodable>(_ type: T.Type, from json: JSON) throws -> T {
        try T(from: JSONDecoding(json: json))
    }
}

/// One value that is being decoded.
struct JSONDecoding: Decoder {
    let json: JSON
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard let object = json.object else { throw ConfigurationError("should be an object, and is \(json.kind)") }
        return KeyedDecodingContainer(KeyedDecoding<Key>(object: object))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard let elements = json.array else { throw ConfigurationError("should be a list, and is \(json.kind)") }
        return UnkeyedDecoding(elements: elements)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { SingleDecoding(json: json) }

    /// `json` as a `T`: a plain value here, anything else by its own conformance.
    static func decode<T: Decodable>(_ type: T.Type, _ json: JSON) throws -> T {
        let plain: Any?
        let expected: String
        switch type {
        case is Bool.Type: (plain, expected) = (json.bool, "true or false")
        case is Int.Type: (plain, expected) = (json.integer, "a whole number")
        case is Double.Type: (plain, expected) = (json.double, "a number")
        case is String.Type: (plain, expected) = (json.string, "a string")
        default: return try T(from: JSONDecoding(json: json))
        }
        guard let value = plain as? T else { throw ConfigurationError("should be \(expected), and is \(json)") }
        return value
    }

    /// A plain number of another type than those that settings have.
    static func decodeWhole<T: FixedWidthInteger>(_ type: T.Type, _ json: JSON) throws -> T {
        guard let value = json.integer.flatMap({ T(exactly: $0) }) else {
            throw ConfigurationError("should be a whole number that fits \(type), and is \(json)")
        }
        return value
    }
}

private struct KeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let object: JSONObject
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { object.keys.compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { object[KerasSpelling.key(key.stringValue)] != nil }
    func decodeNil(forKey key: Key) -> Bool { object[KerasSpelling.key(key.stringValue)]?.isNull ?? true }

    private func read<T>(_ key: Key, _ body: (JSON) throws -> T) throws -> T {
        let name = KerasSpelling.key(key.stringValue)
        guard let json = object[name] else { throw ConfigurationError(place: name, "is missing") }
        do {
            return try body(json)
        } catch let error as ConfigurationError {
            throw error.inside(name)
        } catch is DecodingError {
            throw ConfigurationError(place: name, "\(json) is none of the values it can have")
        }
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try read(key) { try JSONDecoding.decode(type, $0) }
    }
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try read(key) { try JSONDecoding.decode(type, $0) }
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try read(key) { try JSONDecoding.decode(type, $0) }
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { Float(try decode(Double.self, forKey: key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try read(key) { try JSONDecoding.decode(type, $0) } }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try whole(type, key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try whole(type, key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try whole(type, key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try whole(type, key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try whole(type, key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try whole(type, key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try whole(type, key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try whole(type, key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try whole(type, key) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try read(key) { try JSONDecoding.decode(type, $0) }
    }

    private func whole<T: FixedWidthInteger>(_ type: T.Type, _ key: Key) throws -> T {
        try read(key) { try JSONDecoding.decodeWhole(type, $0) }
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    {
        try read(key) { try JSONDecoding(json: $0).container(keyedBy: type) }
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try read(key) { try JSONDecoding(json: $0).unkeyedContainer() }
    }
    func superDecoder() -> any Decoder { JSONDecoding(json: .object(object)) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try read(key) { JSONDecoding(json: $0) } }
}

private struct UnkeyedDecoding: UnkeyedDecodingContainer {
    let elements: [JSON]
    var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    init(elements: [JSON]) { self.elements = elements }

    private mutating func next() throws -> JSON {
        guard !isAtEnd else { throw ConfigurationError("the list has only \(elements.count) elements") }
        defer { currentIndex += 1 }
        return elements[currentIndex]
    }

    mutating func decodeNil() -> Bool {
        guard !isAtEnd, elements[currentIndex].isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try JSONDecoding.decode(type, next()) }
    mutating func decode(_ type: String.Type) throws -> String { try JSONDecoding.decode(type, next()) }
    mutating func decode(_ type: Double.Type) throws -> Double { try JSONDecoding.decode(type, next()) }
    mutating func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    mutating func decode(_ type: Int.Type) throws -> Int { try JSONDecoding.decode(type, next()) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try JSONDecoding.decodeWhole(type, next()) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try JSONDecoding.decodeWhole(type, next()) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try JSONDecoding.decodeWhole(type, next()) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try JSONDecoding.decodeWhole(type, next()) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try JSONDecoding.decodeWhole(type, next()) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try JSONDecoding.decodeWhole(type, next()) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try JSONDecoding.decodeWhole(type, next()) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try JSONDecoding.decodeWhole(type, next()) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try JSONDecoding.decodeWhole(type, next()) }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try JSONDecoding.decode(type, next()) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested>
    {
        try JSONDecoding(json: next()).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try JSONDecoding(json: next()).unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder { JSONDecoding(json: try next()) }
}

private struct SingleDecoding: SingleValueDecodingContainer {
    let json: JSON
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { json.isNull }
    func decode(_ type: Bool.Type) throws -> Bool { try JSONDecoding.decode(type, json) }
    func decode(_ type: String.Type) throws -> String { try JSONDecoding.decode(type, json) }
    func decode(_ type: Double.Type) throws -> Double { try JSONDecoding.decode(type, json) }
    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try JSONDecoding.decode(type, json) }
    func decode(_ type: Int8.Type) throws -> Int8 { try JSONDecoding.decodeWhole(type, json) }
    func decode(_ type: Int16.Type) throws -> Int16 { try JSONDecoding.decodeWhole(type, json) }
    func decode(_ type: Int32.Type) throws -> Int32 { try JSONDecoding.decodeWhole(type, json) }
    func decode(_ type: Int64.Type) throws -> Int64 { try JSONDecoding.decodeWhole(type, json) }
    func decode(_ type: UInt.Type) throws -> UInt { try JSONDecoding.decodeWhole(type, json) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try JSONDecoding.decodeWhole(type, json) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try JSONDecoding.decodeWhole(type, json) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try JSONDecoding.decodeWhole(type, json) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try JSONDecoding.decodeWhole(type, json) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try JSONDecoding.decode(type, json) }
}
