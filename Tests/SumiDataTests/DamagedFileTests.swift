import SumiArchive
import SumiData
import SumiTensor
import Testing

/// Files as an accident or an attacker may leave them: reading gives a tensor or an error, never the end of the process.
@Suite("Randomly damaged files")
struct DamagedFileTests {
    /// `bytes` with some of them changed, cut off or doubled.
    private func damaged(_ bytes: [UInt8], _ random: inout RandomStream) throws -> [UInt8] {
        var bytes = bytes
        for _ in 0...(try random.integer(below: 4)) where !bytes.isEmpty {
            let place = try random.integer(below: bytes.count)
            switch try random.integer(below: 5) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.uint32())
            case 1: bytes[place] ^= 1 << UInt8(try random.integer(below: 8))
            case 2: bytes.removeSubrange(place...)
            case 3: bytes[place] = try random.integer(below: 2) == 0 ? 0xFF : 0
            default: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
            }
        }
        return bytes
    }

    @Test("IDX files, plain and packed", arguments: 0..<4 as Range<UInt64>)
    func idxFiles(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var random = RandomStream(seed: seed)
        let plain = idx(0x0B, [3, 4], (0..<24).map { $0 })
        let packed = try Gzip.compress(idx(8, [40, 5], (0..<200).map { UInt8($0 % 7) }))
        var errors = 0
        for _ in 0..<100 {
            for file in [plain, packed] {
                let path = try folder.write(damaged(file, &random), to: "file")
                do { _ = try IDXFile.read(path) } catch { errors += 1 }
            }
        }
        #expect(errors > 100, "seed \(seed)")
    }

    @Test("safetensors files", arguments: 0..<4 as Range<UInt64>)
    func safetensors(seed: UInt64) throws {
        var random = RandomStream(seed: seed)
        let file = try Safetensors(
            ElementType.allCases.map { .init(name: "\($0)", tensor: try Tensor.ones([2, 2], as: $0)) },
            metadata: ["a": "b"]
        ).encoded()
        var errors = 0
        for _ in 0..<200 {
            let bytes = try damaged(file, &random)
            do { _ = try Safetensors(parsing: bytes) } catch { errors += 1 }
        }
        #expect(errors > 100, "seed \(seed)")
    }

    @Test("CSV, .npz and tar files", arguments: 0..<4 as Range<UInt64>)
    func dataFiles(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var random = RandomStream(seed: seed)
        let table = Array("label,a,b,c,d\n0,1,2,3,4\n1,5,6,7,8\n1,0,0,0,0\n".utf8)
        let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, 2), }\n"
        let array =
            [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + Array(0..<8)
        var archive = ZipWriter()
        try archive.add("x.npy", array, isCompressed: true)
        try archive.add("y.npy", array)
        let zip = archive.archive()
        let tar = tarMember("data_batch_1.bin", [UInt8](repeating: 1, count: 600)) + [UInt8](repeating: 0, count: 1024)
        var errors = 0
        for _ in 0..<60 {
            for (name, file) in [("x.csv", table), ("x.npz", zip), ("x.npz", array), ("x.tar", tar)] {
                let path = try folder.write(damaged(file, &random), to: name)
                do { _ = try ImageClassificationSet.load(path: path) } catch { errors += 1 }
            }
        }
        #expect(errors > 100, "seed \(seed)")
    }
}
