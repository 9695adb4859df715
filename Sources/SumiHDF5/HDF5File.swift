import SumiTensor

/// An HDF5 file, read from memory: the subset that Keras and h5py write with their default settings.
///
/// Superblock 0 and 1, groups of symbol tables, contiguous, compact and chunked data (deflate, shuffle, checksum),
/// numbers, texts and attributes. Links out of the file are refused. Nothing is trusted: every address and length is
/// checked against the file, nothing is allocated that the file merely declares, and cycles end.
///
/// Source: HDF5 File Format Specification, version 1.1 and 2.0.
public final class HDF5File {
    /// The bytes from the superblock on.
    let bytes: ArraySlice<UInt8>
    private let rootHeader: Int

    /// - Throws: ``HDF5Error`` where the bytes are no HDF5 file, are cut off, or need a version beyond the subset.
    public convenience init(_ bytes: [UInt8]) throws(HDF5Error) { try self.init(bytes[...]) }

    /// The file in a part of other bytes, which is not copied.
    ///
    /// - Throws: as ``init(_:)-([UInt8])``.
    public init(_ bytes: ArraySlice<UInt8>) throws(HDF5Error) {
        guard !bytes.isEmpty else { throw HDF5Error("the file is empty, not an HDF5 file") }
        guard let start = Self.superblock(in: bytes) else { throw HDF5Error("not an HDF5 file: no signature") }
        let file = bytes.dropFirst(start)
        var reader = try ByteReader(file, at: 8, "the HDF5 superblock")
        let version = try reader.byte()
        guard version <= 1 else { throw .unsupported("HDF5 superblock version \(version)") }
        try reader.skip(4)
        guard try reader.byte() == 8, try reader.byte() == 8 else {
            throw .unsupported("an HDF5 file whose addresses are not of 8 bytes")
        }
        try reader.skip(version == 0 ? 9 : 13)
        guard try reader.length() == 0 || start > 0 else { throw .unsupported("an HDF5 base address") }
        try reader.skip(8)
        let end = try reader.length()
        try reader.skip(16)
        rootHeader = try reader.length()
        guard end <= bytes.count - start || end <= bytes.count else {
            throw HDF5Error(
                "the HDF5 file is truncated: it should have \(end) bytes and has \(bytes.count - start)")
        }
        self.bytes = file
    }

    /// The signature stands at byte 0, or at 512, 1024, … after a block of the user's.
    private static func superblock(in bytes: ArraySlice<UInt8>) -> Int? {
        let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
        var start = 0
        while start + signature.count <= bytes.count {
            if bytes.dropFirst(start).starts(with: signature) { return start }
            start = start == 0 ? 512 : start * 2
        }
        return nil
    }

    /// The group that holds all others.
    public var root: HDF5Group {
        get throws(HDF5Error) {
            guard case .group(let group) = try object(at: rootHeader, path: "/") else {
                throw HDF5Error("damaged HDF5 metadata: the root is not a group")
            }
            return group
        }
    }

    func reader(at address: Int, _ subject: String) throws(HDF5Error) -> ByteReader {
        try ByteReader(bytes, at: address, "\(subject) at \(address)")
    }
}

/// What a name in a group stands for.
public enum HDF5Object {
    case group(HDF5Group)
    case dataset(HDF5Dataset)
}
