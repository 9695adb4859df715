import SumiTensor

/// Cells of zeros (or of nothing) before and after the elements of one axis.
public struct Margin: Hashable, Sendable {
    /// Cells before the first element.
    public var low: Int
    /// Cells after the last element.
    public var high: Int

    /// So many cells before and after.
    public init(_ low: Int, _ high: Int) {
        self.low = low
        self.high = high
    }

    /// No cells.
    public static let none = Margin(0, 0)
}

/// How a kernel passes over its input: one entry for each spatial axis.
///
/// `y[n, o, f] = Σ x[n, o · stride + t · dilation − low, c] · kernel[t, c, f]`, over taps `t` and the channels `c` of `f`'s group.
public struct ConvolutionGeometry: Hashable, Sendable, CustomStringConvertible {
    /// How far the kernel moves from one place to the next.
    public var strides: [Int]
    /// How far the kernel's taps are apart: 1 where they are neighbours.
    public var dilations: [Int]
    /// Zeros around the input.
    public var margins: [Margin]
    /// Into how many parts the channels are cut, each with filters of its own.
    public var groups: Int

    /// One entry for each spatial axis.
    public init(strides: [Int], dilations: [Int], margins: [Margin], groups: Int = 1) {
        self.strides = strides
        self.dilations = dilations
        self.margins = margins
        self.groups = groups
    }

    public var description: String {
        var parts = ["margins " + margins.map { "(\($0.low), \($0.high))" }.joined(separator: " ")]
        if strides.contains(where: { $0 != 1 }) { parts.append("strides \(strides)") }
        if dilations.contains(where: { $0 != 1 }) { parts.append("dilations \(dilations)") }
        if groups != 1 { parts.append("groups \(groups)") }
        return parts.joined(separator: ", ")
    }

    /// The spatial axes are those between the first and the last.
    func resultType(_ x: TensorType, _ kernel: TensorType) throws(ShapeError) -> TensorType {
        func message() -> String { "convolution of \(x) with kernel \(kernel)" }
        let rank = strides.count
        guard x.elementType == .float32, kernel.elementType == .float32 else {
            throw ShapeError("\(message()): both must be float32")
        }
        guard rank > 0, x.shape.rank == rank + 2, kernel.shape.rank == rank + 2 else {
            throw ShapeError(
                "\(message()): strides for \(rank) spatial axes (at least 1) take an input of rank \(rank + 2), [batch, spatial…, channels]"
            )
        }
        let (channels, filters) = (x.shape.dimensions[rank + 1], kernel.shape.dimensions[rank + 1])
        guard groups > 0, channels % groups == 0, filters % groups == 0 else {
            throw ShapeError("\(message()): \(groups) groups must divide \(channels) channels and \(filters) filters")
        }
        guard kernel.shape.dimensions[rank] == channels / groups else {
            throw ShapeError(
                "\(message()): the kernel takes \(kernel.shape.dimensions[rank]) channels, the input has \(channels)"
                    + (groups == 1 ? "" : " in \(groups) groups"))
        }
        let window = WindowGeometry(
            sizes: Array(kernel.shape.dimensions[..<rank]), strides: strides, dilations: dilations, margins: margins)
        let spatial = try window.outputSizes(Array(x.shape.dimensions[1...rank]), message)
        let result = Shape([x.shape.dimensions[0]] + spatial + [filters])
        guard result.isValid else { throw ShapeError("\(message()): too large") }
        return TensorType(result)
    }

    func inputGradientType(_ dy: TensorType, _ kernel: TensorType, _ input: Shape) throws(ShapeError) -> TensorType {
        guard input.isValid else { throw ShapeError("convolutionInputGradient for an input of \(input): too large") }
        let expected = try resultType(TensorType(input), kernel)
        guard dy == expected else {
            throw ShapeError("convolutionInputGradient of \(dy) for an input of \(input): dy must be \(expected)")
        }
        return TensorType(input)
    }

    func kernelGradientType(_ x: TensorType, _ dy: TensorType, _ kernel: Shape) throws(ShapeError) -> TensorType {
        guard kernel.isValid else { throw ShapeError("convolutionKernelGradient for a kernel of \(kernel): too large") }
        let expected = try resultType(x, TensorType(kernel))
        guard dy == expected else {
            throw ShapeError("convolutionKernelGradient of \(dy) for a kernel of \(kernel): dy must be \(expected)")
        }
        return TensorType(kernel)
    }
}

extension Operation {
    /// Σ y · dy is linear in each of x, kernel and dy. The three operations are its derivatives by one of them, so the
    /// gradient of each consists of the other two.
    func convolutionGradient(_ operands: [TracedTensor], _ dy: TracedTensor, needed: [Bool]) -> [TracedTensor?] {
        let (a, b) = (operands[0], operands[1])
        func when(_ index: Int, _ value: @autoclosure () -> TracedTensor) -> TracedTensor? {
            needed[index] ? value() : nil
        }
        switch self {
        case .convolution(let geometry):
            return [
                when(0, dy.convolutionInputGradient(kernel: b, geometry, input: a.shape)),
                when(1, a.convolutionKernelGradient(dy: dy, geometry, kernel: b.shape)),
            ]
        case .convolutionInputGradient(let geometry, _):
            return [
                when(0, dy.convolved(with: b, geometry)),
                when(1, dy.convolutionKernelGradient(dy: a, geometry, kernel: b.shape)),
            ]
        case .convolutionKernelGradient(let geometry, _):
            return [
                when(0, b.convolutionInputGradient(kernel: dy, geometry, input: a.shape)),
                when(1, a.convolved(with: dy, geometry)),
            ]
        default: return [nil, nil]
        }
    }
}
