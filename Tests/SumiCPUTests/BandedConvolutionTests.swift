import SumiCPU
import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

/// Convolutions with several groups or with dilated columns, which read bands of one group at a time.
@Suite("Banded convolutions")
struct BandedConvolutionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var images = 2
        var side = [11, 14]
        var groups = 1
        var channels = 3
        var filters = 5
        var size = [3, 3]
        var stride = [1, 1]
        var dilation = [1, 1]
        var margins = [Margin(1, 1), Margin(1, 1)]

        var testDescription: String {
            "\(images) x \(side) x \(groups) groups of \(channels) to \(filters), \(size), stride \(stride), "
                + "dilation \(dilation)"
        }

        func run(_ engine: any Engine) throws -> [Tensor] {
            let trace = Trace()
            let geometry = ConvolutionGeometry(strides: stride, dilations: dilation, margins: margins, groups: groups)
            let x = trace.input("x", TensorType(Shape([images] + side + [channels * groups])))
            let kernel = trace.input("kernel", TensorType(Shape(size + [channels, filters * groups])))
            let bias = trace.input("bias", TensorType([filters * groups]))
            let y = (x.convolved(with: kernel, geometry) + bias).relu()
            let gradients = trace.gradients(of: [y], withRespectTo: [x, kernel])
            var generator = TestGenerator(seed: UInt64(channels * 31 + filters))
            let inputs = [x, kernel, bias].map {
                let numbers = generator.numbers($0.shape.count).map { $0 * 0.5 }
                return Tensor(shape: $0.shape, doubles: numbers, elementType: .float32)
            }
            let program = try engine.compile(try trace.graph(outputs: [y] + gradients), state: engine.makeState())
            return try program.run(inputs.map { .tensor($0) })
        }
    }

    /// Strides and dilations with and without a common divisor, widths that parts divide and do not, windows that see
    /// only padding, one channel, one filter, and rows for more than one band.
    static let cases: [Case] = {
        var cases: [Case] = []
        for stride in 1...4 {
            for dilation in 1...4 {
                for width in [13, 14] {
                    var one = Case()
                    one.side[1] = width
                    (one.stride, one.dilation) = ([1, stride], [2, dilation])
                    one.margins[1] = Margin(dilation, dilation)
                    one.groups = stride % 2 + dilation % 2 + 1
                    cases.append(one)
                }
            }
        }
        cases.append(Case(groups: 1, channels: 1, filters: 1, dilation: [1, 2]))
        cases.append(Case(groups: 4, channels: 2, filters: 7, size: [7, 1], margins: [Margin(3, 3), .none]))
        cases.append(Case(side: [3, 4], groups: 2, dilation: [2, 3], margins: [Margin(4, 4), Margin(6, 6)]))
        cases.append(Case(images: 1, side: [90, 70], groups: 2, channels: 9, filters: 17, stride: [2, 2]))
        cases.append(Case(images: 40, side: [6, 5], groups: 2, channels: 4, filters: 6, dilation: [1, 2]))
        return cases
    }()

    @Test("agree with the reference", arguments: cases)
    func agreement(_ one: Case) throws {
        let expected = try one.run(ReferenceEngine())
        for isa in InstructionSet.available {
            let engine = CPUEngine(instructionSet: isa, threads: 2)
            for results in [try one.run(engine), try one.run(engine.forcingChains())] {
                for (found, expected) in zip(results, expected) {
                    #expect(found.shape == expected.shape)
                    let largest = expected.doubles.map(abs).max() ?? 0
                    let error = zip(found.doubles, expected.doubles).map { abs($0 - $1) }.max() ?? 0
                    #expect(error <= 1e-5 * max(largest, 1e-3), "\(isa)")
                }
            }
        }
    }
}
