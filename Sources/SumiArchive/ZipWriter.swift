/// Writes a zip archive member by member.
public struct ZipWriter: Sendable {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// An archive without members.
    public init() {}

    /// Adds a member.
    ///
    /// - Parameter isCompressed: deflate where that makes it smaller; Keras stores.
    /// - Throws: ``ZipError`` where a member or the archive passes 4 GiB.
    public mutating func add(_ name: String, _ content: [UInt8], isCompressed: Bool = false) throws(ZipError) {
        let packed = isCompressed ? Deflate.deflate(content, format: .raw) : nil
        let isSmaller = packed.map { $0.count < content.count } ?? false
        let stored = isSmaller ? packed ?? content : content
        guard content.count < 0xFFFF_FFFF, bytes.count + stored.count < 0xFFFF_FFFF, count < 0xFFFF else {
            throw ZipError("\(name): an archive of more than 4 GiB is not written")
        }
        var head: [UInt8] = []
        // Needed version 2.0, names in UTF-8, the method, and 1980-01-01 so that equal content makes equal archives.
        for value in [20, 1 << 11, isSmaller ? 8 : 0, 0, 0x21] { Self.append(value, size: 2, to: &head) }
        Self.append(Int(Checksum.crc32(content[...])), size: 4, to: &head)
        Self.append(stored.count, size: 4, to: &head)
        Self.append(content.count, size: 4, to: &head)
        Self.append(name.utf8.count, size: 2, to: &head)
        Self.append(0, size: 2, to: &head)

        Self.append(0x0201_4B50, size: 4, to: &directory)
        // Made by version 2.0 on Unix: the file mode below is rw-r--r--.
        Self.append(3 << 8 | 20, size: 2, to: &directory)
        directory += head
        for value in [0, 0, 0] { Self.append(value, size: 2, to: &directory) }
        Self.append(0o100644 << 16, size: 4, to: &directory)
        Self.append(bytes.count, size: 4, to: &directory)
        directory += Array(name.utf8)

        Self.append(0x0403_4B50, size: 4, to: &bytes)
        bytes += head + Array(name.utf8) + stored
        count += 1
    }

    /// The whole archive.
    public func archive() -> [UInt8] {
        var result = bytes + directory
        Self.append(0x0605_4B50, size: 4, to: &result)
        for value in [0, 0, count, count] { Self.append(value, size: 2, to: &result) }
        Self.append(directory.count, size: 4, to: &result)
        Self.append(bytes.count, size: 4, to: &result)
        Self.append(0, size: 2, to: &result)
        return result
    }

    private static func append(_ value: Int, size: Int, to bytes: inout [UInt8]) {
        for place in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    }
}
