import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

@Suite("Shape rules")
struct ShapeRuleTests {
    /// An operation, operands that do not fit it, and what is said about it.
    struct Misfit: Sendable, CustomStringConvertible {
        var operation: Operation
        var operands: [TensorType]
        var message: String
        var description: String { message }

        init(_ operation: Operation, _ operands: [TensorType], _ message: String) {
            (self.operation, self.operands, self.message) = (operation, operands, message)
        }
    }

    private static func float(_ sizes: Int...) -> TensorType { TensorType(Shape(sizes)) }
    private static func int(_ sizes: Int...) -> TensorType { TensorType(Shape(sizes), .int32) }
    private static func bool(_ sizes: Int...) -> TensorType { TensorType(Shape(sizes), .bool) }

    static let misfits: [Misfit] = elements + movement + sums + products + windows

    private static let elements: [Misfit] = [
        Misfit(.unary(.exp), [int(2)], "exp of int32[2]: not for elements of type int32"),
        Misfit(.unary(.not), [float(2)], "not of float32[2]: not for elements of type float32"),
        Misfit(
            .binary(.add), [float(2, 3), float(3, 2)],
            "add of float32[2, 3] with float32[3, 2]: both must have one shape and element type"),
        Misfit(
            .binary(.add), [float(2), int(2)],
            "add of float32[2] with int32[2]: both must have one shape and element type"),
        Misfit(.binary(.add), [bool(2), bool(2)], "add of bool[2]: not for elements of type bool"),
        Misfit(.binary(.divide), [int(2), int(2)], "divide of int32[2]: not for elements of type int32"),
        Misfit(.binary(.and), [float(2), float(2)], "and of float32[2]: not for elements of type float32"),
        Misfit(.binary(.shiftRight), [int(2), int(2)], "shiftRight of int32[2]: not for elements of type int32"),
        Misfit(
            .compare(.less), [float(2), int(2)],
            "less of float32[2] with int32[2]: both must have one shape and element type"),
        Misfit(
            .select, [float(2), float(2), float(2)],
            "select by float32[2] of float32[2] and float32[2]: the condition must be bool and all shapes equal"),
        Misfit(
            .select, [bool(2), float(2), float(3)],
            "select by bool[2] of float32[2] and float32[3]: the condition must be bool and all shapes equal"),
        Misfit(.iota(float(2, 3), axis: 2), [], "iota of float32[2, 3] along axis 2: there is no such axis"),
        Misfit(
            .randomBits([4], stream: 0), [int(3)],
            "randomBits with a key of int32[3]: the key is uint32[3] (seed low, seed high, step)"),
    ]

    private static let movement: [Misfit] = [
        Misfit(.reshape([4]), [float(2, 3)], "reshape of [2, 3] to [4]: 6 elements do not fill 4 places"),
        Misfit(.reshape([-2, -3]), [float(2, 3)], "reshape of [2, 3] to [-2, -3]: 6 elements do not fill 6 places"),
        Misfit(
            .transpose([0, 0]), [float(2, 3)], "transpose of [2, 3] by [0, 0]: each axis must stand there once"),
        Misfit(
            .broadcast([2, 4], axes: [0, 1]), [float(2, 3)],
            "broadcast of [2, 3] to [2, 4] by axes [0, 1]: sizes must be equal or 1"),
        Misfit(
            .broadcast([3, 2], axes: [1, 0]), [float(2, 3)],
            "broadcast of [2, 3] to [3, 2] by axes [1, 0]: sizes must be equal or 1"),
        Misfit(
            .slice(SliceBounds(starts: [0], limits: [4], strides: [1])), [float(3)],
            "slice 0..<4 of float32[3]: axis 0 has the elements 0..<3"),
        Misfit(
            .slice(SliceBounds(starts: [0], limits: [3], strides: [Int.max])), [float(3)],
            "slice 0..<3 by 9223372036854775807 of float32[3]: axis 0 has the elements 0..<3"),
        Misfit(
            .pad([PadAmount(low: -1)], value: 0), [float(3)],
            "pad of [3] by [(-1, 0)]: one amount, not negative, for each axis"),
        Misfit(
            .concatenate(axis: 0), [float(2, 3), float(2, 4)],
            "concatenate of [2, 3], [2, 4] along axis 0: all other axes must agree"),
        Misfit(.concatenate(axis: 2), [float(2, 3)], "concatenate of [2, 3] along axis 2: there is no such axis"),
        Misfit(
            .reverse(axes: [1, 1]), [float(2, 3)],
            "reverse of [2, 3] along axes [1, 1]: each axis once, of those there are"),
        Misfit(
            .gather(.slices(axis: 0)), [float(2, 3), float(4)],
            "gather slices along 0 of float32[2, 3] by float32[4]: indices are int32"),
        Misfit(
            .gather(.elements(axis: 1)), [float(2, 3), int(3, 1)],
            "gather elements along 1 of float32[2, 3] by int32[3, 1]: all axes but 1 must agree"),
        Misfit(
            .gather(.slices(axis: 2)), [float(2, 3), int(4)],
            "gather slices along 2 of float32[2, 3] by int32[4]: there is no axis 2"),
        Misfit(
            .scatterAdd(.slices(axis: 0), size: 5), [int(4), float(3, 2)],
            "scatterAdd slices along 0 of float32[3, 2] by int32[4]: the updates' axes from 0 on must be those of the indices"
        ),
        Misfit(
            .scatterAdd(.elements(axis: 0), size: 5), [int(4), float(3)],
            "scatterAdd elements along 0 of float32[3] by int32[4]: both must have one shape"),
        Misfit(
            .scatterAdd(.slices(axis: 0), size: -1), [int(4), float(4)],
            "scatterAdd slices along 0 of float32[4] by int32[4]: too large"),
    ]

    private static let sums: [Misfit] = [
        Misfit(
            .reduce(.sum, axes: [2]), [float(2, 3)], "sum of [2, 3] over axes [2]: each axis once, of those there are"),
        Misfit(
            .reduce(.max, axes: [0]), [bool(2)], "max of bool[2]: not for elements of type bool, convert them first"),
        Misfit(
            .argMax(axis: 0), [float(0, 3)], "argMax of [0, 3] along axis 0: there is no such axis, or nothing along it"
        ),
        Misfit(.softmax(axis: 0), [int(3)], "softmax of int32[3] along axis 0: float32 and an axis that there is"),
        Misfit(
            .logSoftmax(axis: 1), [float(3)], "logSoftmax of float32[3] along axis 1: float32 and an axis that there is"
        ),
    ]

    private static let plain = ConvolutionGeometry(strides: [1, 1], dilations: [1, 1], margins: [.none, .none])
    private static let grouped = ConvolutionGeometry(
        strides: [1, 1], dilations: [1, 1], margins: [.none, .none], groups: 2)

    private static let products: [Misfit] = [
        Misfit(
            .dot(DotAxes(leftContract: [1], rightContract: [0])), [float(32, 400), float(784, 128)],
            "dot of float32[32, 400] with float32[784, 128] contracting [1] with [0]: axis 1 of the left (400) and axis 0 of "
                + "the right (784) must have one size"),
        Misfit(
            .dot(DotAxes(leftContract: [2], rightContract: [0])), [float(2, 3), float(3, 2)],
            "dot of float32[2, 3] with float32[3, 2] contracting [2] with [0]: axes must be there, once each, and come in pairs"
        ),
        Misfit(
            .dot(DotAxes(leftContract: [1], rightContract: [0])), [int(2, 3), int(3, 2)],
            "dot of int32[2, 3] with int32[3, 2] contracting [1] with [0]: both must be float32"),
        Misfit(
            .convolution(plain), [float(1, 8, 8, 3), float(3, 3, 4, 5)],
            "convolution of float32[1, 8, 8, 3] with kernel float32[3, 3, 4, 5]: the kernel takes 4 channels, the input has 3"
        ),
        Misfit(
            .convolution(grouped), [float(1, 8, 8, 4), float(3, 3, 4, 6)],
            "convolution of float32[1, 8, 8, 4] with kernel float32[3, 3, 4, 6]: the kernel takes 4 channels, the input has 4 "
                + "in 2 groups"),
        Misfit(
            .convolution(grouped), [float(1, 8, 8, 3), float(3, 3, 1, 6)],
            "convolution of float32[1, 8, 8, 3] with kernel float32[3, 3, 1, 6]: 2 groups must divide 3 channels and 6 filters"
        ),
        Misfit(
            .convolution(plain), [float(1, 2, 8, 3), float(3, 3, 3, 5)],
            "convolution of float32[1, 2, 8, 3] with kernel float32[3, 3, 3, 5]: a window of 3 does not fit in the 2 cells of "
                + "spatial axis 0; use padding \"same\", a smaller window or a larger input"),
        Misfit(
            .convolution(plain), [float(8, 8, 3), float(3, 3, 3, 5)],
            "convolution of float32[8, 8, 3] with kernel float32[3, 3, 3, 5]: strides for 2 spatial axes (at least 1) take an "
                + "input of rank 4, [batch, spatial…, channels]"),
        Misfit(
            .convolution(ConvolutionGeometry(strides: [], dilations: [], margins: [])), [float(8, 3), float(3, 5)],
            "convolution of float32[8, 3] with kernel float32[3, 5]: strides for 0 spatial axes (at least 1) take an input of "
                + "rank 2, [batch, spatial…, channels]"),
        Misfit(
            .convolutionInputGradient(plain, input: [1, 8, 8, 3]), [float(1, 8, 8, 5), float(3, 3, 3, 5)],
            "convolutionInputGradient of float32[1, 8, 8, 5] for an input of [1, 8, 8, 3]: dy must be float32[1, 6, 6, 5]"
        ),
        Misfit(
            .convolutionKernelGradient(plain, kernel: [3, 3, 3, 5]), [float(1, 8, 8, 3), float(1, 8, 8, 5)],
            "convolutionKernelGradient of float32[1, 8, 8, 5] for a kernel of [3, 3, 3, 5]: dy must be float32[1, 6, 6, 5]"
        ),
    ]

    private static let window = WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [.none, .none])
    private static let flat = WindowGeometry(sizes: [2, 2], strides: [0, 2], margins: [.none, .none])

    private static let windows: [Misfit] = [
        Misfit(
            .windowArgMax(window), [float(8, 8, 3)],
            "window [2, 2] by [2, 2], margins (0, 0) (0, 0) over float32[8, 8, 3]: takes float32 of rank 4, "
                + "[batch, spatial…, channels]"),
        Misfit(
            .windowAverage(flat), [float(1, 8, 8, 3)],
            "window [2, 2] by [0, 2], margins (0, 0) (0, 0) over float32[1, 8, 8, 3]: size, stride and dilation must be at "
                + "least 1, margins at least 0"),
        Misfit(
            .windowAverageGradient(window, input: [1, 8, 8, 3]), [float(1, 8, 8, 3)],
            "windowAverageGradient of float32[1, 8, 8, 3] for an input of [1, 8, 8, 3]: dy must be float32[1, 4, 4, 3]"),
        Misfit(
            .windowAverage(WindowGeometry(sizes: [], strides: [], margins: [])), [float(1, 3)],
            "window [] by [], margins  over float32[1, 3]: takes float32 of rank 2, [batch, spatial…, channels]"),
    ]

    @Test("say what does not fit", arguments: misfits)
    func messages(_ misfit: Misfit) throws {
        let trace = Trace()
        let operands = misfit.operands.enumerated().map { trace.input("x\($0)", $1) }
        let result = trace.append(misfit.operation, operands)
        #expect(result.isFailed)
        #expect(trace.failure?.description == misfit.message)
    }

    @Test("fail on sizes that no memory holds")
    func hugeSizes() {
        let huge = Shape.largestSize
        let attempts: [(Trace, TracedTensor) -> TracedTensor] = [
            { $1.broadcast(to: [huge, huge, huge, 4]) },
            { $1.padded([PadAmount(low: huge, high: huge, interior: huge), PadAmount(high: huge)]) },
            { $1.padded([PadAmount(low: .max), PadAmount()]) },
            { $1.reshaped([.max, .max]) },
            { $1.reshaped([-1, .max]) },
            { $1.sliced(axis: 0, 0..<Int.max) },
            { $1.sliced(SliceBounds(starts: [.max, 0], limits: [.min, 1], strides: [.min, .max])) },
            { $1.split(.max, axis: 0)[0] },
            { $1.scatterAdded($0.iota(TensorType([4], .int32), axis: 0), .slices(axis: 0), size: .max) },
            { trace, _ in trace.input("large", TensorType([huge, huge, huge])) },
            { trace, _ in trace.variable("large", TensorType([.max])) },
            { trace, _ in trace.iota(TensorType([huge, huge, huge]), axis: 0) },
            { trace, _ in trace.zeros(TensorType([-1])) },
            { _, x in
                x.reshaped([1, 4, 4, 1]).windowAverage(
                    WindowGeometry(sizes: [.max, 1], strides: [1, .max], margins: [Margin(.max, .max), .none]))
            },
            { _, x in
                x.reshaped([1, 4, 4, 1]).windowAverage(
                    WindowGeometry(
                        sizes: [1, 1], strides: [1, 1], margins: [Margin(huge, huge), Margin(huge, huge)]))
            },
            { trace, x in
                x.reshaped([1, 4, 4, 1]).convolved(
                    with: trace.input("kernel", TensorType([1, 1, 1, huge])),
                    ConvolutionGeometry(
                        strides: [1, 1], dilations: [huge, huge], margins: [Margin(huge, huge), Margin(huge, huge)]))
            },
            { _, x in
                x.reshaped([1, 4, 4, 1]).convolutionInputGradient(
                    kernel: x.reshaped([4, 4, 1, 1]),
                    ConvolutionGeometry(strides: [1, 1], dilations: [1, 1], margins: [.none, .none]),
                    input: [huge, huge, huge, huge])
            },
            { trace, x in x.dot(x, DotAxes(leftContract: [.max], rightContract: [.min])) },
        ]
        for (index, attempt) in attempts.enumerated() {
            let trace = Trace()
            let result = attempt(trace, trace.input("x", TensorType([4, 4])))
            #expect(result.isFailed && trace.failure != nil, "attempt \(index)")
        }
    }
}
