import SumiHDF5
import SumiTensor
import Testing

/// Damaged files are refused, or read as something else; they never trap, hang or fill memory.
@Suite struct HDF5DamageTests {
    private static func sample() throws -> [UInt8] {
        let kernel = Tensor(shape: [4, 3], storage: .float32((0..<12).map(Float.init)))
        let layers = (0..<12).map { index in
            (
                name: "dense_\(index)",
                node: HDF5Node.group(
                    attributes: [("weight_names", HDF5Value(["kernel"]))],
                    children: [("kernel", .dataset(HDF5Value(kernel)))])
            )
        }
        return try HDF5Node.group(
            attributes: [("config", HDF5Value("{}"))],
            children: [("model_weights", .group(children: layers))]
        ).fileBytes()
    }

    /// Reads everything there is; groups are met once.
    private static func walk(_ bytes: [UInt8]) throws {
        func visit(_ group: HDF5Group, depth: Int) throws {
            _ = try group.attributes
            guard depth < 6 else { return }
            for name in try group.names.prefix(20) {
                switch try group.object(name) {
                case .group(let inner): try visit(inner, depth: depth + 1)
                case .dataset(let dataset): _ = try dataset.read()
                case nil: break
                }
            }
        }
        try visit(try HDF5File(bytes).root, depth: 0)
    }

    @Test("a whole file reads to the end")
    func whole() throws { try Self.walk(Self.sample()) }

    @Test("a file cut off anywhere is refused")
    func truncated() throws {
        let sample = try Self.sample()
        for length in stride(from: 0, to: sample.count, by: 37) {
            #expect(throws: HDF5Error.self, "\(length) bytes") { try Self.walk(Array(sample[..<length])) }
        }
    }

    @Test("texts, empty files and other formats are told apart")
    func otherFormats() {
        #expect(throws: HDF5Error("the file is empty, not an HDF5 file")) { try HDF5File([]) }
        #expect(throws: HDF5Error("not an HDF5 file: no signature")) { try HDF5File(Array("PK plain text".utf8)) }
    }

    @Test("20,000 files with random bytes changed neither trap nor hang", arguments: 0..<20)
    func randomChanges(_ seed: UInt64) throws {
        let sample = try Self.sample()
        var random = SplitMix(state: seed)
        for _ in 0..<1000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                // Most damage where structures lie: values like 0, 255 and 0x7F reach the corners.
                bytes[Int.random(in: 8..<bytes.count, using: &random)] =
                    [0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random)
                    ?? 0
            }
            _ = try? Self.walk(bytes)
        }
    }
}

/// A small generator whose seed a failing test names.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
