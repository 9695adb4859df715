import SumiTensor

/// Windows that slide over the spatial axes of `[batch, spatial …, channels]`: one entry for each spatial axis.
public struct WindowGeometry: Hashable, Sendable, CustomStringConvertible {
    /// How many cells a window has along each axis.
    public var sizes: [Int]
    /// How far a window is from the next.
    public var strides: [Int]
    /// How far the cells of a window are apart: 1 where they are neighbours.
    public var dilations: [Int]
    /// Cells around the input that hold nothing.
    public var margins: [Margin]

    /// One entry for each spatial axis; cells are neighbours where no dilations are given.
    public init(sizes: [Int], strides: [Int], dilations: [Int]? = nil, margins: [Margin]) {
        self.sizes = sizes
        self.strides = strides
        self.dilations = dilations ?? sizes.map { _ in 1 }
        self.margins = margins
    }

    public var description: String {
        "\(sizes) by \(strides), margins " + margins.map { "(\($0.low), \($0.high))" }.joined(separator: " ")
    }

    /// How many windows fit along each axis: `(n + low + high − (size − 1) · dilation − 1) / stride + 1`.
    ///
    /// - Parameter message: how an error begins. It is made up only where there is one.
    package func outputSizes(_ spatial: [Int], _ message: () -> String) throws(ShapeError) -> [Int] {
        let rank = spatial.count
        guard sizes.count == rank, strides.count == rank, dilations.count == rank, margins.count == rank else {
            throw ShapeError("\(message()): the window needs one entry for each of the \(rank) spatial axes")
        }
        var result: [Int] = []
        for axis in 0..<rank {
            let (size, stride, dilation, margin) = (sizes[axis], strides[axis], dilations[axis], margins[axis])
            let whole = [size, stride, dilation].allSatisfy { $0 >= 1 && $0 <= Shape.largestSize }
            guard whole, margin.low >= 0, margin.high >= 0, max(margin.low, margin.high) <= Shape.largestSize else {
                throw ShapeError("\(message()): size, stride and dilation must be at least 1, margins at least 0")
            }
            let extent = (size - 1) * dilation + 1
            let available = spatial[axis] + margin.low + margin.high
            guard extent <= available else {
                throw ShapeError(
                    "\(message()): a window of \(extent) does not fit in the \(available) cells of spatial axis \(axis); "
                        + "use padding \"same\", a smaller window or a larger input")
            }
            result.append((available - extent) / stride + 1)
        }
        return result
    }

    func resultType(_ x: TensorType, _ elementType: ElementType) throws(ShapeError) -> TensorType {
        func message() -> String { "window \(self) over \(x)" }
        guard !sizes.isEmpty, x.shape.rank == sizes.count + 2, x.elementType == .float32 else {
            throw ShapeError(
                "\(message()): takes float32 of rank \(sizes.count + 2), [batch, spatial…, channels]")
        }
        let spatial = try outputSizes(Array(x.shape.dimensions[1...sizes.count]), message)
        let ends = (x.shape.dimensions[0], x.shape.dimensions[sizes.count + 1])
        let result = Shape([ends.0] + spatial + [ends.1])
        // Cells are named by int32 indices.
        let cells = Shape(Array(x.shape.dimensions[1...sizes.count])).count
        guard result.isValid, cells <= Shape.largestSize else { throw ShapeError("\(message()): too large") }
        return TensorType(result, elementType)
    }

    func gradientType(_ dy: TensorType, _ input: Shape) throws(ShapeError) -> TensorType {
        guard input.isValid else { throw ShapeError("windowAverageGradient for an input of \(input): too large") }
        let expected = try resultType(TensorType(input), .float32)
        guard dy == expected else {
            throw ShapeError("windowAverageGradient of \(dy) for an input of \(input): dy must be \(expected)")
        }
        return TensorType(input)
    }
}
