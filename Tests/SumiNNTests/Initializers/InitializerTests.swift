import Sumi
import Testing

struct InitializerTests {
    private func values(_ initializer: Initializer, _ shape: Shape, stream: UInt64 = 5, seed: UInt64 = 3) throws
        -> [Double]
    {
        try initializer.makeTensor(shape, stream: stream, seed: seed).doubles
    }

    private func deviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }

    @Test("constants")
    func constants() throws {
        #expect(try values(.zeros, [2, 2]) == [0, 0, 0, 0])
        #expect(try values(.ones, [2]) == [1, 1])
        #expect(try values(.constant(0.5), [2]) == [0.5, 0.5])
        #expect(try values(.identity(gain: 2), [2, 3]) == [2, 0, 0, 0, 2, 0])
    }

    /// A uniform initializer and Keras' limit for a kernel of 3 x 3 taps, 16 channels and 32 filters.
    static let uniform: [(Initializer, Double)] = [
        (.glorotUniform, (6.0 / (9 * 16 + 9 * 32)).squareRoot()), (.heUniform, (6.0 / (9 * 16)).squareRoot()),
        (.lecunUniform, (3.0 / (9 * 16)).squareRoot()), (.randomUniform, 0.05),
        (.varianceScaling(scale: 3, mode: .fanOut, distribution: .uniform), (9.0 / (9 * 32)).squareRoot()),
    ]

    @Test("uniform numbers reach Keras' limit and stay within", arguments: uniform)
    func limits(_ initializer: Initializer, _ limit: Double) throws {
        let values = try values(initializer, [3, 3, 16, 32])
        let largest = values.map(\.magnitude).max() ?? 0
        #expect(largest <= limit && largest > 0.995 * limit)
        #expect(abs(deviation(values) - limit / 3.0.squareRoot()) < 0.03 * limit)
        #expect(abs(values.reduce(0, +) / Double(values.count)) < 0.03 * limit)
    }

    /// A normal initializer, its standard deviation for the same kernel, and where it is cut off.
    static let normal: [(Initializer, Double, Double)] = [
        (.glorotNormal, (2.0 / (9 * 16 + 9 * 32)).squareRoot(), 2 / 0.87962566),
        (.heNormal, (2.0 / (9 * 16)).squareRoot(), 2 / 0.87962566),
        (.lecunNormal, (1.0 / (9 * 16)).squareRoot(), 2 / 0.87962566),
        (.varianceScaling, (1.0 / (9 * 16)).squareRoot(), 2 / 0.87962566),
        (.varianceScaling(distribution: .untruncatedNormal), (1.0 / (9 * 16)).squareRoot(), 6),
        (.randomNormal, 0.05, 6), (.truncatedNormal, 0.05 * 0.87962566, 2 / 0.87962566),
    ]

    @Test("normal numbers have Keras' deviation, and truncated ones end at two of the untruncated", arguments: normal)
    func deviations(_ initializer: Initializer, _ expected: Double, _ end: Double) throws {
        let values = try values(initializer, [3, 3, 16, 32])
        let found = deviation(values)
        #expect(abs(found - expected) < 0.04 * expected, "\(found), expected \(expected)")
        let largest = values.map(\.magnitude).max() ?? 0
        #expect(largest <= end * expected * 1.0001)
        #expect(largest > 1.9 * expected)
    }

    @Test("orthogonal rows or columns, whichever are fewer", arguments: [[4, 7], [7, 4], [5, 5], [3, 3, 2, 6]])
    func orthogonal(_ sizes: [Int]) throws {
        let values = try values(.orthogonal(gain: 2), Shape(sizes))
        let columns = sizes[sizes.count - 1]
        let rows = values.count / columns
        let count = min(rows, columns)
        func element(_ vector: Int, _ place: Int) -> Double {
            rows >= columns ? values[place * columns + vector] : values[vector * columns + place]
        }
        for a in 0..<count {
            for b in 0..<count {
                let product = (0..<max(rows, columns)).reduce(0) { $0 + element(a, $1) * element(b, $1) }
                #expect(abs(product - (a == b ? 4 : 0)) < 1e-6)
            }
        }
    }

    @Test("a seed of its own gives the same values at each call, no seed others for each place")
    func seeds() throws {
        #expect(
            try values(.glorotUniform(seed: 1), [9], stream: 1, seed: 1)
                == values(.glorotUniform(seed: 1), [9], stream: 2, seed: 2))
        #expect(try values(.glorotUniform, [9], stream: 1) != values(.glorotUniform, [9], stream: 2))
        #expect(try values(.glorotUniform, [9], seed: 1) != values(.glorotUniform, [9], seed: 2))
        #expect(try values(.glorotUniform(seed: -1), [9]) != values(.glorotUniform(seed: 1), [9]))
    }

    @Test("the values are fixed for all time, since they begin every training that is repeated")
    func recorded() throws {
        let uniform = try values(.glorotUniform, [2, 2])
        let normal = try values(.heNormal, [2, 2])
        #expect(uniform == Recorded.uniform && normal == Recorded.normal, "now \(uniform), \(normal)")
    }

    @Test("a shape that does not suit is an error")
    func errors() {
        #expect(throws: TensorError.self) { try values(.orthogonal, [4]) }
        #expect(throws: TensorError.self) { try values(.identity, [2, 2, 2]) }
        #expect(throws: TensorError.self) { try values(.varianceScaling(scale: -1), [2, 2]) }
        #expect(throws: TensorError.self) { try values(.zeros, [Int(Int32.max), Int(Int32.max)]) }
        #expect(throws: TensorError.self) { try values(.zeros, [-1]) }
    }

    @Test("empty shapes and scalars have values")
    func odd() throws {
        #expect(try values(.glorotUniform, []).count == 1)
        #expect(try values(.orthogonal, [0, 3]).isEmpty)
        #expect(try values(.heNormal, [3, 0]).isEmpty)
    }
}

/// The first numbers of two initializers, as this implementation drew them when it was new.
private enum Recorded {
    static let uniform = [-1.2063614130020142, 0.9644970893859863, 0.7357597351074219, 0.003233895869925618]
    static let normal = [1.4173574447631836, 0.9583088755607605, 0.0037622118834406137, -1.194398045539856]
}
