import SumiTensor

extension Initializer {
    /// The values of a weight of `shape`.
    ///
    /// - Parameters:
    ///   - stream: which random numbers, where the initializer has no seed of its own: ``Weight`` says.
    ///   - seed: the model's seed.
    /// - Throws: ``TensorError`` where the shape is too large, does not suit the initializer (an identity needs two
    ///   axes), or a setting is no possible one.
    public func makeTensor(_ shape: Shape, stream: UInt64, seed: UInt64) throws -> Tensor {
        try shape.checkAllocatable(as: .float32, for: className)
        var random =
            self.seed.map { RandomStream(seed: UInt64(bitPattern: Int64($0)), stream: 0) }
            ?? RandomStream(seed: seed, stream: stream)
        if case .joined(let parts) = kind {
            let tensors = try parts.enumerated().map { index, part in
                try part.initializer.makeTensor(
                    [part.size], stream: Philox.stream([stream, UInt64(index)]), seed: seed)
            }
            guard shape.dimensions == [parts.reduce(0) { $0 + $1.size }] else {
                throw TensorError("\(className): the parts do not fill the shape \(shape)")
            }
            return Tensor(shape: shape, storage: .float32(tensors.flatMap(\.floats)))
        }
        let values = try values(shape, &random)
        return Tensor(shape: shape, storage: .float32(values.map(Float.init)))
    }

    private func values(_ shape: Shape, _ random: inout RandomStream) throws -> [Double] {
        let count = shape.count
        switch kind {
        case .zeros: return [Double](repeating: 0, count: count)
        case .ones: return [Double](repeating: 1, count: count)
        case .constant(let value): return [Double](repeating: value, count: count)
        case .randomNormal(let mean, let stddev): return (0..<count).map { _ in mean + stddev * random.normal() }
        case .truncatedNormal(let mean, let stddev):
            return (0..<count).map { _ in mean + stddev * random.truncatedNormal() }
        case .randomUniform(let minval, let maxval):
            return (0..<count).map { _ in minval + (maxval - minval) * random.double() }
        case .varianceScaling(let scale, let mode, let distribution):
            return try scaled(shape, scale, mode, distribution, &random)
        case .orthogonal(let gain): return try orthogonal(shape, gain, &random)
        case .identity(let gain):
            guard shape.rank == 2 else {
                throw TensorError("\(className): takes a shape of two axes, and receives \(shape)")
            }
            let columns = shape.dimensions[1]
            return (0..<count).map { $0 / columns == $0 % columns ? gain : 0 }
        case .values(let values):
            guard values.count == count else {
                throw TensorError("\(className): \(values.count) values do not fill the shape \(shape)")
            }
            return values
        case .joined: return []
        }
    }

    // MARK: Variance scaling

    /// The standard deviation of a standard normal distribution that is cut off at two standard deviations.
    private static let truncatedDeviation = 0.87962566103423978

    private func scaled(
        _ shape: Shape, _ scale: Double, _ mode: VarianceMode, _ distribution: VarianceDistribution,
        _ random: inout RandomStream
    ) throws -> [Double] {
        guard scale > 0 else { throw TensorError("\(className): scale is \(scale); it must be above 0") }
        let (fanIn, fanOut) = Self.fans(shape)
        let divisor =
            switch mode {
            case .fanIn: fanIn
            case .fanOut: fanOut
            case .fanAverage: (fanIn + fanOut) / 2
            }
        let variance = scale / max(1, divisor)
        switch distribution {
        case .uniform:
            let limit = (3 * variance).squareRoot()
            return (0..<shape.count).map { _ in limit * (2 * random.double() - 1) }
        case .truncatedNormal:
            let stddev = variance.squareRoot() / Self.truncatedDeviation
            return (0..<shape.count).map { _ in stddev * random.truncatedNormal() }
        case .untruncatedNormal:
            let stddev = variance.squareRoot()
            return (0..<shape.count).map { _ in stddev * random.normal() }
        }
    }

    /// How many inputs and outputs a unit has: the last two axes, times the taps of a convolution.
    static func fans(_ shape: Shape) -> (fanIn: Double, fanOut: Double) {
        let sizes = shape.dimensions.map(Double.init)
        guard let last = sizes.last else { return (1, 1) }
        guard sizes.count > 1 else { return (last, last) }
        let taps = sizes.dropLast(2).reduce(1, *)
        return (sizes[sizes.count - 2] * taps, last * taps)
    }

    // MARK: Orthogonal matrices

    private func orthogonal(_ shape: Shape, _ gain: Double, _ random: inout RandomStream) throws -> [Double] {
        guard shape.rank >= 2 else {
            throw TensorError("\(className): takes a shape of two axes or more, and receives \(shape)")
        }
        let columns = shape.dimensions[shape.rank - 1]
        guard columns > 0 else { return [] }
        let rows = shape.count / columns
        let (length, count) = (max(rows, columns), min(rows, columns))
        var vectors = (0..<count).map { _ in (0..<length).map { _ in random.normal() } }
        Self.orthonormalize(&vectors)
        return (0..<shape.count).map { index in
            let (row, column) = (index / columns, index % columns)
            return gain * (rows >= columns ? vectors[column][row] : vectors[row][column])
        }
    }

    /// Gram and Schmidt's process, each vector cleared of the earlier ones twice, which makes them orthogonal to the
    /// last bits. The result is Q of the QR decomposition whose R has a positive diagonal: uniformly distributed.
    private static func orthonormalize(_ vectors: inout [[Double]]) {
        for index in vectors.indices {
            var vector = vectors[index]
            for _ in 0..<2 {
                for earlier in vectors[..<index] { remove(earlier, from: &vector) }
            }
            let length = dot(vector, vector).squareRoot()
            // Normal numbers make no dependent vectors; a shape with more vectors than axes does not come here.
            vectors[index] = length > 0 ? vector.map { $0 / length } : vector
        }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                var sum = 0.0
                for index in 0..<min(a.count, b.count) { sum += a[index] * b[index] }
                return sum
            }
        }
    }

    private static func remove(_ direction: [Double], from vector: inout [Double]) {
        let share = dot(direction, vector)
        direction.withUnsafeBufferPointer { direction in
            vector.withUnsafeMutableBufferPointer { vector in
                for index in 0..<min(direction.count, vector.count) { vector[index] -= share * direction[index] }
            }
        }
    }
}
