extension Tensor {
    /// Numbers equally likely anywhere in `range`, but for its end, as `float32`.
    public static func uniform(
        _ shape: Shape, in range: Range<Double> = 0..<1, using stream: inout RandomStream
    ) throws -> Tensor {
        // Rounding to float32 may reach the end, which is not part of the range.
        let end = Float(range.upperBound)
        let last = Double(end) < range.upperBound ? end : end.nextDown
        return try drawn(shape, for: "uniform") {
            Swift.min(Float(range.lowerBound + (range.upperBound - range.lowerBound) * stream.double()), last)
        }
    }

    /// Numbers from the normal distribution, as `float32`.
    public static func normal(
        _ shape: Shape, mean: Double = 0, standardDeviation: Double = 1, using stream: inout RandomStream
    ) throws -> Tensor {
        try drawn(shape, for: "normal") { Float(mean + standardDeviation * stream.normal()) }
    }

    /// The parts along the first axis in random order.
    public func shuffled(using stream: inout RandomStream) throws -> Tensor {
        try take(stream.permutation(try shape[0]))
    }

    private static func drawn(_ shape: Shape, for operation: String, _ draw: () -> Float) throws -> Tensor {
        try shape.checkAllocatable(as: .float32, for: operation)
        return Tensor(shape: shape, storage: .float32((0..<shape.count).map { _ in draw() }))
    }
}
