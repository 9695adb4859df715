import SumiTensor

/// The closed set of primitive operations.
///
/// Each family has formula, shape rule and gradient in one file beside this one; engines switch over the set without
/// `default`. Whatever can be composed of these is composed. Tensors are channels-last: `[batch, spatial …, channels]`.
public enum Operation: Hashable, Sendable {
    // Leaves
    /// Input `index` of the graph.
    case input(Int)
    /// Variable `index` of the graph, as it was before the step.
    case variable(Int)
    /// A tensor that is part of the graph.
    case constant(Tensor)
    /// Whole numbers that count along `axis`.
    case iota(TensorType, axis: Int)
    /// Uniform 32-bit words of Philox 4x32-10. Operand: the key `uint32[3]`, (seed low, seed high, step). Element `i` is
    /// word `i % 4` of the block with counter (`i / 4`, step, stream low, stream high) under key (seed low, seed high).
    case randomBits(Shape, stream: UInt64)

    // Element by element
    /// A function of each element.
    case unary(UnaryOperation)
    /// A function of two elements at a time.
    case binary(BinaryOperation)
    /// Whether two elements at a time are equal, less, …, as bool.
    case compare(Comparison)
    /// `condition ? a : b`; the condition is bool.
    case select
    /// The same values as another element type.
    case convert(ElementType)
    /// The identity, through which no gradient flows.
    case stopGradient

    // Movement
    /// The same elements in row-major order in another shape.
    case reshape(Shape)
    /// Axis `i` of the result is axis `permutation[i]` of the operand.
    case transpose([Int])
    /// Axis `i` of the operand becomes axis `axes[i]` of the result; sizes are equal or 1.
    case broadcast(Shape, axes: [Int])
    /// A part of each axis.
    case slice(SliceBounds)
    /// Cells of `value` around and between the elements.
    case pad([PadAmount], value: Double)
    /// One operand after the other along `axis`.
    case concatenate(axis: Int)
    /// The elements in the opposite order along `axes`.
    case reverse(axes: [Int])
    /// Operands: values, int32 indices. An index out of range reads zero.
    case gather(GatherRule)
    /// Operands: int32 indices, values to add. The transposition of `gather` into zeros with `size` elements along the
    /// rule's axis; an index out of range is dropped.
    case scatterAdd(GatherRule, size: Int)

    // Sums and extremes
    /// Over `axes`, which the result lacks.
    case reduce(Reduction, axes: [Int])
    /// The int32 index of the first maximum along `axis`, which the result lacks. NaN counts as the maximum.
    case argMax(axis: Int)
    /// exp(x) / Σ exp(x) along `axis`.
    case softmax(axis: Int)
    /// x − log Σ exp(x) along `axis`.
    case logSoftmax(axis: Int)

    // Products
    /// Sums of products over pairs of axes.
    case dot(DotAxes)
    /// Operands: x `[batch, spatial …, channels]`, kernel `[spatial …, channels / groups, filters]`.
    case convolution(ConvolutionGeometry)
    /// Operands: dy, kernel. The part of a convolution's gradient that reaches x, of shape `input`.
    case convolutionInputGradient(ConvolutionGeometry, input: Shape)
    /// Operands: x, dy. The part that reaches the kernel, of shape `kernel`.
    case convolutionKernelGradient(ConvolutionGeometry, kernel: Shape)

    // Windows
    /// The int32 row-major spatial index of each window's first maximum. Padding never wins.
    case windowArgMax(WindowGeometry)
    /// The mean of each window's cells, padding not counted.
    case windowAverage(WindowGeometry)
    /// The gradient of `windowAverage` with respect to an input of shape `input`.
    case windowAverageGradient(WindowGeometry, input: Shape)

    // Loops
    /// Operands: initial carries, sequences, captured values. Its results are read by `result`.
    case scan(Scan)
    /// Result `index` of the `scan` that is the operand: its final carries, then its stacked outputs.
    case result(Int)
}

/// Why operands do not fit an operation; the trace adds where.
public struct ShapeError: Error, Equatable, CustomStringConvertible {
    public var description: String

    /// An error that says what does not fit.
    public init(_ description: String) { self.description = description }
}

extension Operation {
    /// The name in graph dumps and error messages.
    public var name: String {
        switch self {
        case .input: "input"
        case .variable: "variable"
        case .constant: "constant"
        case .iota: "iota"
        case .randomBits: "randomBits"
        case .unary(let operation): operation.rawValue
        case .binary(let operation): operation.rawValue
        case .compare(let comparison): comparison.rawValue
        case .select: "select"
        case .convert: "convert"
        case .stopGradient: "stopGradient"
        case .reshape: "reshape"
        case .transpose: "transpose"
        case .broadcast: "broadcast"
        case .slice: "slice"
        case .pad: "pad"
        case .concatenate: "concatenate"
        case .reverse: "reverse"
        case .gather: "gather"
        case .scatterAdd: "scatterAdd"
        case .reduce(let reduction, _): "reduce \(reduction)"
        case .argMax: "argMax"
        case .softmax: "softmax"
        case .logSoftmax: "logSoftmax"
        case .dot: "dot"
        case .convolution: "convolution"
        case .convolutionInputGradient: "convolutionInputGradient"
        case .convolutionKernelGradient: "convolutionKernelGradient"
        case .windowArgMax: "windowArgMax"
        case .windowAverage: "windowAverage"
        case .windowAverageGradient: "windowAverageGradient"
        case .scan: "scan"
        case .result: "result"
        }
    }

    /// Settings worth a place in a dump.
    var details: String? {
        switch self {
        case .constant(let value): value.count == 1 ? "\(value.doubles[0])" : "of \(value.count) values"
        case .iota(_, let axis), .concatenate(let axis), .argMax(let axis), .softmax(let axis), .logSoftmax(let axis):
            "axis \(axis)"
        case .randomBits(_, let stream): "stream \(stream)"
        case .transpose(let permutation): "\(permutation)"
        case .broadcast(_, let axes), .reverse(let axes), .reduce(_, let axes): "axes \(axes)"
        case .slice(let bounds): bounds.description
        case .pad(let amounts, let value): "\(amounts.map(\.description).joined(separator: " ")) with \(value)"
        case .gather(let rule), .scatterAdd(let rule, _): "\(rule)"
        case .dot(let axes): axes.description
        case .convolution(let geometry), .convolutionInputGradient(let geometry, _),
            .convolutionKernelGradient(let geometry, _):
            geometry.description
        case .windowArgMax(let window), .windowAverage(let window), .windowAverageGradient(let window, _):
            window.description
        case .scan(let scan): scan.description
        case .result(let index): "\(index)"
        case .input, .variable, .unary, .binary, .compare, .select, .convert, .stopGradient, .reshape: nil
        }
    }

    /// Shape and element type of the result, given those of the operands. (Leaves that a graph declares, `input` and
    /// `variable`, have their type from there.)
    package func resultType(_ operands: [TensorType]) throws(ShapeError) -> TensorType {
        switch self {
        case .input, .variable: throw ShapeError("\(name) takes its type from the graph")
        case .constant(let value): TensorType(value.shape, value.elementType)
        case .iota(let type, let axis): try iotaType(type, axis)
        case .randomBits(let shape, _): try randomBitsType(shape, operands)
        case .unary(let operation): try operation.resultType(operands[0])
        case .binary(let operation): try operation.resultType(operands[0], operands[1])
        case .compare(let comparison): try comparison.resultType(operands[0], operands[1])
        case .select: try selectType(operands)
        case .convert(let elementType): TensorType(operands[0].shape, elementType)
        case .stopGradient: operands[0]
        case .reshape(let shape): try reshapeType(operands[0], shape)
        case .transpose(let permutation): try transposeType(operands[0], permutation)
        case .broadcast(let shape, let axes): try broadcastType(operands[0], shape, axes)
        case .slice(let bounds): try bounds.resultType(operands[0])
        case .pad(let amounts, _): try padType(operands[0], amounts)
        case .concatenate(let axis): try concatenateType(operands, axis)
        case .reverse(let axes): try reverseType(operands[0], axes)
        case .gather(let rule): try rule.gatherType(operands[0], operands[1])
        case .scatterAdd(let rule, let size): try rule.scatterType(operands[0], operands[1], size)
        case .reduce(let reduction, let axes): try reduction.resultType(operands[0], axes)
        case .argMax(let axis): try argMaxType(operands[0], axis)
        case .softmax(let axis), .logSoftmax(let axis): try softmaxType(operands[0], axis)
        case .dot(let axes): try axes.resultType(operands[0], operands[1])
        case .convolution(let geometry): try geometry.resultType(operands[0], operands[1])
        case .convolutionInputGradient(let geometry, let input):
            try geometry.inputGradientType(operands[0], operands[1], input)
        case .convolutionKernelGradient(let geometry, let kernel):
            try geometry.kernelGradientType(operands[0], operands[1], kernel)
        case .windowArgMax(let window): try window.resultType(operands[0], .int32)
        case .windowAverage(let window): try window.resultType(operands[0], operands[0].elementType)
        case .windowAverageGradient(let window, let input): try window.gradientType(operands[0], input)
        case .scan(let scan): try scan.resultType(operands)
        case .result: throw ShapeError("result takes its type from the scan it reads")
        }
    }

    /// How many operands the operation takes; `nil` where any number will do.
    package var arity: Int? {
        switch self {
        case .input, .variable, .constant, .iota: 0
        case .randomBits, .unary, .convert, .stopGradient, .reshape, .transpose, .broadcast, .slice, .pad, .reverse,
            .reduce, .argMax, .softmax, .logSoftmax, .windowArgMax, .windowAverage, .windowAverageGradient, .result:
            1
        case .binary, .compare, .gather, .scatterAdd, .dot, .convolution, .convolutionInputGradient,
            .convolutionKernelGradient:
            2
        case .select: 3
        case .concatenate, .scan: nil
        }
    }
}
