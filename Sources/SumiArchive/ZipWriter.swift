/// Writes a zip archive member by member.
public struct ZipWriter: Sendable {
    /// Heads and contents in turn. Contents are not copied: weights may be most of what there is in memory.
    private var written: [[UInt8]] = []
    private var size = 0
    private var directory: [UInt8] = []
    private var count = 0

    /// An archive without members.
    public init() {}

    /// Adds a member.
    ///
    /// - Parameter isCompressed: deflate where that makes it smaller; Keras stores.
    /// - Throws: ``ZipError`` where a member or the archive passes 4 GiB.
    public mutating func add(_ name: String, _ content: [UInt8], isCompressed: Bool = false) throws(ZipError) {
        let checksum = Checksum.crc32(content[...])
        if isCompressed, let packed = Deflate.deflate(content, format: .raw), packed.count < content.count {
            try add(name, [packed], method: 8, size: content.count, checksum: checksum)
        } else {
            try add(name, [content], method: 0, size: content.count, checksum: checksum)
        }
    }

    /// Adds a member as it is, whose content is the parts one after the other.
    ///
    /// - Throws: as ``add(_:_:isCompressed:)``.
    package mutating func add(_ name: String, parts: [[UInt8]]) throws(ZipError) {
        let size = parts.reduce(0) { $0 + $1.count }
        try add(name, parts, method: 0, size: size, checksum: Checksum.crc32(parts))
    }

    private mutating func add(
        _ name: String, _ stored: [[UInt8]], method: Int, size contentSize: Int, checksum: UInt32
    ) throws(ZipError) {
        let storedSize = stored.reduce(0) { $0 + $1.count }
        guard contentSize < 0xFFFF_FFFF, size + storedSize < 0xFFFF_FFFF, count < 0xFFFF else {
            throw ZipError("\(name): an archive of more than 4 GiB is not written")
        }
        var head: [UInt8] = []
        // Needed version 2.0, names in UTF-8, the method, and 1980-01-01 so that equal content makes equal archives.
        for value in [20, 1 << 11, method, 0, 0x21] { Self.append(value, size: 2, to: &head) }
        Self.append(Int(checksum), size: 4, to: &head)
        Self.append(storedSize, size: 4, to: &head)
        Self.append(contentSize, size: 4, to: &head)
        Self.append(name.utf8.count, size: 2, to: &head)
        Self.append(0, size: 2, to: &head)

        Self.append(0x0201_4B50, size: 4, to: &directory)
        // Made by version 2.0 on Unix: the file mode below is rw-r--r--.
        Self.append(3 << 8 | 20, size: 2, to: &directory)
        directory += head
        for value in [0, 0, 0] { Self.append(value, size: 2, to: &directory) }
        Self.append(0o100644 << 16, size: 4, to: &directory)
        Self.append(size, size: 4, to: &directory)
        directory += Array(name.utf8)

        var start: [UInt8] = []
        Self.append(0x0403_4B50, size: 4, to: &start)
        start += head + Array(name.utf8)
        written += [start] + stored
        size += start.count + storedSize
        count += 1
    }

    /// The whole archive.
    public func archive() -> [UInt8] { Array(parts().joined()) }

    /// The whole archive in parts, one after the other.
    public func parts() -> [[UInt8]] {
        var end = directory
        Self.append(0x0605_4B50, size: 4, to: &end)
        for value in [0, 0, count, count] { Self.append(value, size: 2, to: &end) }
        Self.append(directory.count, size: 4, to: &end)
        Self.append(size, size: 4, to: &end)
        Self.append(0, size: 2, to: &end)
        return written + [end]
    }

    private static func append(_ value: Int, size: Int, to bytes: inout [UInt8]) {
        for place in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    }
}
