/// Reads little-endian numbers from a file's bytes. Every access is checked against the end.
struct ByteReader {
    let bytes: ArraySlice<UInt8>
    /// Where the next read begins, counted from the start of `bytes`.
    var position: Int
    /// What is read, for errors: `object header at 96`.
    let subject: String

    init(_ bytes: ArraySlice<UInt8>, at position: Int = 0, _ subject: String) throws(HDF5Error) {
        guard position >= 0, position <= bytes.count else {
            throw HDF5Error("\(subject) lies at byte \(position), beyond the \(bytes.count) bytes there are")
        }
        self.bytes = bytes
        self.position = position
        self.subject = subject
    }

    var remaining: Int { bytes.count - position }

    mutating func take(_ count: Int) throws(HDF5Error) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else {
            throw HDF5Error("\(subject) is cut off: \(count) bytes are needed and \(max(0, remaining)) are left")
        }
        let start = bytes.startIndex + position
        position += count
        return bytes[start..<start + count]
    }

    mutating func skip(_ count: Int) throws(HDF5Error) { _ = try take(count) }

    /// An unsigned number of `size` bytes, 1 to 8.
    mutating func number(_ size: Int) throws(HDF5Error) -> UInt64 {
        var value: UInt64 = 0
        for (place, byte) in try take(size).enumerated() { value |= UInt64(byte) << UInt64(8 * place) }
        return value
    }

    mutating func byte() throws(HDF5Error) -> Int { Int(try number(1)) }
    mutating func short() throws(HDF5Error) -> Int { Int(try number(2)) }
    mutating func word() throws(HDF5Error) -> Int { Int(try number(4)) }

    /// A size or an address. The undefined address, all ones, is `nil`.
    mutating func offset() throws(HDF5Error) -> Int? {
        let value = try number(8)
        if value == .max { return nil }
        guard let offset = Int(exactly: value) else {
            throw HDF5Error("\(subject) names the impossible place \(value)")
        }
        return offset
    }

    /// A size that must be there.
    mutating func length() throws(HDF5Error) -> Int {
        guard let length = try offset() else { throw HDF5Error("\(subject) holds an undefined length") }
        return length
    }

    mutating func expect(_ signature: String) throws(HDF5Error) {
        guard try take(signature.utf8.count).elementsEqual(signature.utf8) else {
            throw HDF5Error("damaged HDF5 metadata: \(subject) does not begin with \(signature)")
        }
    }

    mutating func align(to size: Int) throws(HDF5Error) { try skip((size - position % size) % size) }

    /// A text that ends with a zero byte.
    mutating func zeroTerminatedText() throws(HDF5Error) -> String {
        let rest = bytes.dropFirst(position)
        guard let end = rest.firstIndex(of: 0) else { throw HDF5Error("\(subject) holds a name without an end") }
        let text = String(decoding: rest[..<end], as: UTF8.self)
        position = end - bytes.startIndex + 1
        return text
    }
}
