import SumiArchive
import SumiData
import SumiTensor
import Testing

/// An IDX file: element code, sizes, and the elements' bytes.
func idx(_ code: UInt8, _ sizes: [UInt32], _ content: [UInt8]) -> [UInt8] {
    let shape = sizes.flatMap { size in (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } }
    return [0, 0, code, UInt8(sizes.count)] + shape + content
}

@Suite("IDX files")
struct IDXFileTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test("every element type is read, plain and packed, of any number of axes")
    func elementTypes() throws {
        let cases: [(UInt8, [UInt32], [UInt8], Tensor)] = [
            (0x08, [2, 3], [0, 1, 2, 253, 254, 255], try Tensor([[0, 1, 2], [253, 254, 255]] as [[UInt8]])),
            (0x09, [3], [0xFF, 0x80, 0x7F], try Tensor([-1, -128, 127])),
            (0x0B, [2], [0x80, 0, 0x01, 0x02], try Tensor([-32768, 258])),
            (0x0C, [1, 1, 1, 2], [0x80, 0, 0, 0, 0, 0, 1, 0], try Tensor([[[[Int(Int32.min), 256]]]])),
            (0x0D, [2], [0x3F, 0x80, 0, 0, 0xC0, 0x20, 0, 0], try Tensor([1, -2.5] as [Float])),
            (0x0E, [1], [0x3F, 0xB9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9A], try Tensor([0.1])),
            (0x08, [], [7], try Tensor(UInt8(7))),
            (0x08, [0, 5], [], try Tensor.zeros([0, 5], as: .uint8)),
        ]
        for (code, sizes, content, expected) in cases {
            let file = idx(code, sizes, content)
            #expect(try IDXFile.read(folder.write(file, to: "plain")) == expected)
            #expect(try IDXFile.read(folder.write(Gzip.compress(file), to: "packed")) == expected)
        }
    }

    @Test(
        "a damaged file is refused with the reason",
        arguments: [
            (idx(0x08, [2, 3], [1, 2, 3, 4, 5]), "incomplete"), (idx(0x08, [2, 3], []), "incomplete"),
            (idx(0x08, [2], [1, 2, 3]), "something follows"), (idx(0x0A, [2], [1, 2]), "0x00000a01"),
            ([0, 1, 8, 1, 0, 0, 0, 1, 5], "0x00010801"), ([], "0 bytes are too few"),
            ([0, 0, 8], "3 bytes are too few"),
            ([0, 0, 8, 2, 0, 0, 0, 1], "ends within its header"), (Array("P5 28 28 255".utf8), "0x50352032"),
            (idx(0x08, [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [1]), "incomplete"),
            (idx(0x0E, [0x7FFF_FFFF, 0x7FFF_FFFF], [1]), "incomplete"),
            (idx(0x08, [0, 0xFFFF_FFFF], []), "too large"), ([0, 0, 8, 255], "ends within its header"),
        ] as [([UInt8], String)])
    func damage(file: [UInt8], reason: String) throws {
        let plain = try folder.write(file, to: "plain")
        #expect(message { try IDXFile.read(plain) }.contains(reason))
        #expect(message { try IDXFile.read(plain) }.hasPrefix(plain + ": "))
        let packed = try folder.write(Gzip.compress(file), to: "packed.gz")
        #expect(message { try IDXFile.read(packed) }.contains(reason))
    }

    @Test("damaged gzip data are told apart from damaged content")
    func damagedGzip() throws {
        let file = try Gzip.compress(idx(0x08, [1000], (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }))
        for length in [2, 9, 12, 200, file.count - 9, file.count - 8, file.count - 1] {
            let path = try folder.write(Array(file.prefix(length)), to: "cut.gz")
            #expect(message { try IDXFile.read(path) }.contains("end too early"), "\(length) bytes")
        }
        var changed = file
        changed[file.count - 5] ^= 1  // Part of the checksum.
        var path = try folder.write(changed, to: "checksum.gz")
        #expect(message { try IDXFile.read(path) }.contains("damaged (incorrect data check)"))
        changed = file
        changed[100] ^= 0x55
        path = try folder.write(changed, to: "content.gz")
        #expect(message { try IDXFile.read(path) }.contains(path))
        path = try folder.write(file + Array("more".utf8), to: "trailing.gz")
        #expect(message { try IDXFile.read(path) }.contains("something follows the gzip data"))
        path = try folder.write(file + [0, 0, 0], to: "padded.gz")
        #expect(try IDXFile.read(path).count == 1000)
        path = try folder.write(Array(file.prefix(1000)) + file, to: "twice.gz")
        #expect(throws: (any Error).self) { try IDXFile.read(path) }
    }

    @Test("members of a gzip file are read as one")
    func members() throws {
        let file = idx(0x08, [4], [1, 2, 3, 4])
        let packed = try Gzip.compress(Array(file.prefix(6))) + Gzip.compress(Array(file.dropFirst(6)))
        #expect(try IDXFile.read(folder.write(packed, to: "members.gz")) == Tensor([1, 2, 3, 4] as [UInt8]))
    }

    @Test("a file that is not there, and a folder, are no files")
    func noFile() {
        #expect(message { try IDXFile.read(folder.path + "/none") }.contains("No such file"))
        #expect(message { try IDXFile.read(folder.path) }.contains("is not a file"))
    }

    @Test("unpacking in memory stops at its limit")
    func limit() throws {
        let packed = try Gzip.compress([UInt8](repeating: 0, count: 1 << 20))
        #expect(packed.count < 2000)
        #expect(try Gzip.decompress(packed, limit: 1 << 20).count == 1 << 20)
        #expect(message { try Gzip.decompress(packed, limit: (1 << 20) - 1) }.contains("more than the allowed"))
        #expect(message { try Gzip.decompress([], limit: 10) }.contains("end too early"))
        #expect(try Gzip.decompress(Gzip.compress([]), limit: 0) == [])
    }
}
