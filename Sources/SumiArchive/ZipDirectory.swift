/// The central directory of a zip archive.
struct ZipDirectory {
    private let bytes: [UInt8]
    private let start: Int
    private let count: Int
    /// How far the archive is shifted by bytes before it.
    private let shift: Int

    private static let endSignature: UInt32 = 0x0605_4B50
    private static let endSize = 22
    /// The longest comment that may follow the directory.
    private static let largestComment = 65535

    /// Finds the end record: the last place whose comment reaches exactly to the end of the file.
    init(_ bytes: [UInt8]) throws(ZipError) {
        guard let end = Self.endRecord(in: bytes) else {
            throw ZipError("not a zip archive, or a truncated one: no end of central directory")
        }
        var reader = ZipReader(bytes, at: end + 4)
        let disks = (reader.short(), reader.short())
        _ = reader.short()
        var count = reader.short()
        var size = Int(reader.word())
        var offset = Int(reader.word())
        guard disks == (0, 0) || disks == (0xFFFF, 0xFFFF) else {
            throw ZipError("archives of several parts are not supported")
        }
        var directoryEnd = end
        if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF,
            let large = Self.largeRecord(in: bytes, before: end)
        {
            (count, size, offset, directoryEnd) = large
        }
        let start = directoryEnd - size
        guard start >= 0, offset <= start else { throw ZipError("the directory of the archive is damaged") }
        self.bytes = bytes
        self.start = start
        self.count = count
        shift = start - offset
    }

    private static func endRecord(in bytes: [UInt8]) -> Int? {
        let first = max(0, bytes.count - endSize - largestComment)
        guard bytes.count >= endSize else { return nil }
        for place in stride(from: bytes.count - endSize, through: first, by: -1) where bytes[place] == 0x50 {
            var reader = ZipReader(bytes, at: place)
            guard reader.word() == endSignature else { continue }
            reader.position = place + 20
            if place + endSize + reader.short() == bytes.count { return place }
        }
        return nil
    }

    /// The zip64 record, which a locator right before the end record names.
    private static func largeRecord(in bytes: [UInt8], before end: Int) -> (Int, Int, Int, Int)? {
        guard end >= 20 else { return nil }
        var locator = ZipReader(bytes, at: end - 20)
        guard locator.word() == 0x0706_4B50 else { return nil }
        _ = locator.word()
        let place = locator.long()
        var reader = ZipReader(bytes, at: place)
        guard reader.word() == 0x0606_4B50 else { return nil }
        reader.position += 28
        let count = reader.long()
        let size = reader.long()
        let offset = reader.long()
        return reader.valid == nil ? nil : (count, size, offset, place)
    }

    func members() throws(ZipError) -> [ZipArchive.Member] {
        var reader = ZipReader(bytes, at: start)
        var members: [ZipArchive.Member] = []
        for _ in 0..<count {
            guard reader.word() == 0x0201_4B50 else { throw ZipError("the directory of the archive is damaged") }
            reader.position += 4
            let flags = reader.short()
            let method = reader.short()
            reader.position += 4
            let checksum = reader.word()
            var compressedSize = Int(reader.word())
            var size = Int(reader.word())
            let lengths = (name: reader.short(), extra: reader.short(), comment: reader.short())
            reader.position += 8
            var header = Int(reader.word())
            let name = reader.text(lengths.name)
            guard let extra = reader.valid else { throw ZipError("the directory of the archive is truncated") }
            readLargeSizes(extra, lengths.extra, &size, &compressedSize, &header)
            reader.position = extra + lengths.extra + lengths.comment
            members.append(
                ZipArchive.Member(
                    name: name, size: size, compressedSize: compressedSize, method: method, checksum: checksum,
                    isEncrypted: flags & 1 != 0, header: header + shift))
        }
        return members
    }

    /// Sizes that do not fit 32 bits stand in the extra field 1, those alone and in this order.
    private func readLargeSizes(
        _ place: Int, _ length: Int, _ size: inout Int, _ compressed: inout Int, _ header: inout Int
    ) {
        var reader = ZipReader(bytes, at: place)
        while let position = reader.valid, position + 4 <= place + length {
            let kind = reader.short()
            let count = reader.short()
            let next = reader.position + count
            if kind == 1 {
                if size == 0xFFFF_FFFF { size = reader.long() }
                if compressed == 0xFFFF_FFFF { compressed = reader.long() }
                if header == 0xFFFF_FFFF { header = reader.long() }
            }
            reader.position = next
        }
    }
}
