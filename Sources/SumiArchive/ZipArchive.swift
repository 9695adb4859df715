import CZlib

/// Why a zip archive cannot be read.
public struct ZipError: Error, Equatable, CustomStringConvertible {
    public var description: String

    /// An error that says what is wrong.
    public init(_ description: String) { self.description = description }
}

/// A zip archive in memory, read by name. Nothing is ever extracted to a path.
///
/// Stored and deflated members, zip64, data descriptors, and bytes before the archive are read. Encrypted members,
/// other methods, and two members of one name are refused; sizes are checked before anything is allocated, and
/// checksums after.
///
/// Source: PKWARE APPNOTE 6.3.
public struct ZipArchive: Sendable {
    /// One file of the archive, as the central directory describes it.
    public struct Member: Hashable, Sendable {
        /// The path within the archive.
        public var name: String
        /// Bytes once inflated, as declared.
        public var size: Int
        var compressedSize: Int
        var method: Int
        var checksum: UInt32
        var isEncrypted: Bool
        /// Where its local header lies in the file.
        var header: Int
    }

    /// The members, in the order of the archive.
    public let members: [Member]
    private let bytes: [UInt8]

    /// - Throws: ``ZipError`` where the bytes are no zip archive or its directory is damaged.
    public init(_ bytes: [UInt8]) throws(ZipError) {
        guard !bytes.isEmpty else { throw ZipError("the file is empty, not a zip archive") }
        self.bytes = bytes
        let directory = try ZipDirectory(bytes)
        members = try directory.members()
    }

    /// The members named `name`: none, one, or (in a doctored archive) several.
    public func contains(_ name: String) -> Bool { members.contains { $0.name == name } }

    /// The content of the member `name`.
    ///
    /// - Parameter limit: the most bytes that it may have once inflated.
    /// - Throws: ``ZipError`` where there is none or more than one, or its content is damaged, encrypted or too large.
    public func read(_ name: String, limit: Int = 1 << 32 - 2) throws(ZipError) -> [UInt8] {
        Array(try slice(name, limit: limit))
    }

    /// The content of the member `name`, as ``read(_:limit:)`` gives it, but not copied where it is stored as it is: weights may
    /// be most of what there is in memory.
    package func slice(_ name: String, limit: Int = 1 << 32 - 2) throws(ZipError) -> ArraySlice<UInt8> {
        let found = members.filter { $0.name == name }
        guard let member = found.first else { throw ZipError("the archive has no \(name)") }
        guard found.count == 1 else { throw ZipError("the archive has \(found.count) members named \(name)") }
        return try content(of: member, limit: limit)
    }

    private func content(of member: Member, limit: Int) throws(ZipError) -> ArraySlice<UInt8> {
        guard !member.isEncrypted else { throw ZipError("\(member.name): encrypted archives are not supported") }
        guard member.size <= limit else {
            throw ZipError("\(member.name) would have \(member.size) bytes, more than the \(limit) that are allowed")
        }
        var reader = ZipReader(bytes, at: member.header)
        guard reader.word() == 0x0403_4B50 else {
            throw ZipError("\(member.name): no local header; the archive is damaged")
        }
        reader.position += 22
        let (nameLength, extraLength) = (reader.short(), reader.short())
        reader.position += nameLength + extraLength
        guard let start = reader.valid, start + member.compressedSize <= bytes.count else {
            throw ZipError("\(member.name): the archive is truncated")
        }
        let stored = bytes[start..<start + member.compressedSize]
        let content: ArraySlice<UInt8>
        switch member.method {
        case 0: content = stored
        case 8:
            do { content = try Deflate.inflate(Array(stored), format: .raw, limit: member.size)[...] } catch {
                throw ZipError("\(member.name): \(error)")
            }
        default:
            throw ZipError("\(member.name): compression method \(member.method) is not supported; use deflate or none")
        }
        guard content.count == member.size else {
            throw ZipError("\(member.name): \(content.count) bytes instead of the declared \(member.size)")
        }
        guard Checksum.crc32(content) == member.checksum else { throw ZipError("\(member.name): CRC mismatch") }
        return content
    }
}

/// Little-endian numbers; beyond the end everything reads as zero and the position is no longer valid.
struct ZipReader {
    private let bytes: [UInt8]
    var position: Int
    private var isBroken = false

    init(_ bytes: [UInt8], at position: Int) {
        self.bytes = bytes
        self.position = position
    }

    /// The position, if every read so far lay inside of the file.
    var valid: Int? { isBroken || position < 0 || position > bytes.count ? nil : position }

    mutating func number(_ size: Int) -> UInt64 {
        guard let start = valid, start + size <= bytes.count else {
            isBroken = true
            return 0
        }
        position += size
        return bytes[start..<start + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func short() -> Int { Int(number(2)) }
    mutating func word() -> UInt32 { UInt32(number(4)) }
    /// A size or place; one beyond the file is left to the caller's checks.
    mutating func long() -> Int { Int(min(number(8), UInt64(Int.max) >> 8)) }

    mutating func text(_ count: Int) -> String {
        guard let start = valid, start + count <= bytes.count else {
            isBroken = true
            return ""
        }
        position += count
        return String(decoding: bytes[start..<start + count], as: UTF8.self)
    }
}
