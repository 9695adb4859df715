import SumiArchive
import Testing

@Suite struct ZipTests {
    private static let texts: [(String, [UInt8])] = [
        ("config.json", Array(String(repeating: "{\"a\": 1}", count: 500).utf8)), ("empty", []),
        ("größe/b", [1, 2, 3]),
    ]

    private static func sample(isCompressed: Bool) throws -> [UInt8] {
        var writer = ZipWriter()
        for (name, content) in texts { try writer.add(name, content, isCompressed: isCompressed) }
        return writer.archive()
    }

    @Test("members come back as they went in", arguments: [false, true])
    func roundTrip(isCompressed: Bool) throws {
        let archive = try ZipArchive(Self.sample(isCompressed: isCompressed))
        #expect(archive.members.map(\.name) == Self.texts.map(\.0))
        for (name, content) in Self.texts { #expect(try archive.read(name) == content) }
        #expect(throws: ZipError("the archive has no weights")) { try archive.read("weights") }
    }

    @Test("a member in parts is the same member, in an archive that is given in parts")
    func parts() throws {
        var (whole, parts) = (ZipWriter(), ZipWriter())
        try whole.add("a", [1, 2, 3, 4])
        try whole.add("b", [5])
        try parts.add("a", parts: [[1], [], [2, 3, 4]])
        try parts.add("b", parts: [[5]])
        #expect(whole.archive() == parts.archive())
        #expect(Array(parts.parts().joined()) == parts.archive())
        #expect(try ZipArchive(parts.archive()).read("a") == [1, 2, 3, 4])
    }

    @Test("bytes before the archive and a comment after it do no harm")
    func surroundings() throws {
        var bytes = [UInt8](repeating: 7, count: 200) + (try Self.sample(isCompressed: true))
        bytes[bytes.count - 2] = 5
        bytes += Array("hello".utf8)
        #expect(try ZipArchive(bytes).read("größe/b") == [1, 2, 3])
    }

    @Test("one changed bit of a member is found by its checksum")
    func checksum() throws {
        var bytes = try Self.sample(isCompressed: false)
        let place = try #require(bytes.firstIndex(of: UInt8(ascii: "{")))
        bytes[place + 3] ^= 1
        #expect(throws: ZipError("config.json: CRC mismatch")) { try ZipArchive(bytes).read("config.json") }
    }

    @Test("two members of one name are refused")
    func duplicates() throws {
        var writer = ZipWriter()
        try writer.add("a", [1])
        try writer.add("a", [2])
        #expect(throws: ZipError("the archive has 2 members named a")) { try ZipArchive(writer.archive()).read("a") }
    }

    @Test("a member larger than the limit is not inflated")
    func limit() throws {
        let archive = try ZipArchive(Self.sample(isCompressed: true))
        #expect(throws: ZipError.self) { try archive.read("config.json", limit: 100) }
    }

    @Test("an archive cut off anywhere is refused")
    func truncated() throws {
        let bytes = try Self.sample(isCompressed: true)
        for length in 0..<bytes.count {
            #expect(throws: ZipError.self, "\(length) bytes") { try ZipArchive(Array(bytes[..<length])) }
        }
    }

    @Test("changed bytes neither trap nor hang")
    func randomChanges() throws {
        let sample = try Self.sample(isCompressed: true)
        for place in sample.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var bytes = sample
                bytes[place] = value
                guard let archive = try? ZipArchive(bytes) else { continue }
                for member in archive.members { _ = try? archive.read(member.name, limit: 1 << 20) }
            }
        }
    }
}

@Suite struct NumPyTests {
    private static func file(_ header: String, _ data: [UInt8]) -> [UInt8] {
        [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + data
    }

    @Test("arrays of the usual types are read")
    func types() throws {
        let pixels = try NumPy.array(
            Self.file("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }\n", [1, 2, 3, 4, 5, 255]))
        #expect(pixels.shape == [2, 3] && pixels.elementType == .uint8)
        let labels = try NumPy.array(
            Self.file("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", [5, 0, 0, 0, 0, 0, 0, 0]))
        #expect(labels.shape == [1] && labels.elementType == .int32)
        let scalar = try NumPy.array(
            Self.file("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", [0, 0, 128, 63]))
        #expect(scalar.shape == [] && scalar.elementType == .float32)
    }

    @Test("what is not an array, cut off, or of objects is refused")
    func refused() {
        #expect(throws: NumPyError.self) { try NumPy.array([]) }
        #expect(throws: NumPyError.self) { try NumPy.array(Array("PK".utf8)) }
        #expect(throws: NumPyError.self) {
            try NumPy.array(Self.file("{'descr': '|u1', 'fortran_order': False, 'shape': (9,), }", [1]))
        }
        #expect(throws: NumPyError.self) {
            try NumPy.array(Self.file("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", [1]))
        }
        #expect(throws: NumPyError.self) {
            try NumPy.array(
                Self.file("{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999, 99999999999), }", []))
        }
        #expect(throws: NumPyError.self) {
            try NumPy.array(Self.file("{'descr': '|u1', 'fortran_order': True, 'shape': (1, 1), }", [1]))
        }
    }

    @Test("an npz archive is read by name; a missing array is told with those there are")
    func archive() throws {
        var writer = ZipWriter()
        try writer.add("x.npy", Self.file("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", [9]))
        let bytes = writer.archive()
        #expect(try NumPy.arrays(bytes, named: ["x"])["x"]?.count == 1)
        #expect(throws: NumPyError("the archive has no array y; it has x")) { try NumPy.arrays(bytes, named: ["y"]) }
    }
}
