import SumiCPU
import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

/// Convolutions whose kernels are for one channel each, or for a group of them, as the CPU engine takes them.
@Suite("Convolutions by channel")
struct ByChannelTests {
    /// One convolution followed by a sum with another value and ReLU, an average of windows, and all gradients.
    struct Case: CustomTestStringConvertible, Sendable {
        let images: Int
        let side: [Int]
        let channels: Int
        let times: Int
        let size: Int
        let stride: Int
        let dilation: Int

        var testDescription: String {
            "\(images) x \(side) x \(channels), \(times) filters a channel of \(size), stride \(stride), dilation \(dilation)"
        }

        var output: [Int] {
            side.map { ($0 + 2 * (size / 2) - (size - 1) * dilation - 1) / stride + 1 }
        }

        func graph() throws -> Graph {
            let trace = Trace()
            let filters = channels * times
            let x = trace.input("x", TensorType(Shape([images] + side + [channels])))
            let kernel = trace.input("kernel", TensorType(Shape([size, size, 1, filters])))
            let shortcut = trace.input("shortcut", TensorType(Shape([images] + output + [filters])))
            let margin = Margin(size / 2, size / 2)
            let geometry = ConvolutionGeometry(
                strides: [stride, stride], dilations: [dilation, dilation], margins: [margin, margin], groups: channels)
            let y = (x.convolved(with: kernel, geometry) + shortcut).relu()
            let mean = y.windowAverage(
                WindowGeometry(sizes: [2, 3], strides: [2, 2], margins: [Margin(0, 1), Margin(1, 1)]))
            let gradients = trace.gradients(of: [(mean * mean).mean()], withRespectTo: [x, kernel, shortcut])
            return try trace.graph(outputs: [y, mean] + gradients)
        }

        func inputs() -> [ProgramInput] {
            var generator = TestGenerator(seed: UInt64(size * channels + times))
            return [
                [images] + side + [channels], [size, size, 1, channels * times], [images] + output + [channels * times],
            ]
            .map { shape in
                let shape = Shape(shape)
                return .tensor(
                    Tensor(shape: shape, doubles: generator.numbers(shape.count), elementType: .float32))
            }
        }
    }

    @Test(
        "agree with the reference, forward and back, on every instruction set and any number of threads",
        arguments: [
            Case(images: 3, side: [9, 11], channels: 1, times: 6, size: 5, stride: 1, dilation: 1),
            Case(images: 2, side: [8, 13], channels: 1, times: 3, size: 3, stride: 2, dilation: 1),
            Case(images: 9, side: [6, 7], channels: 1, times: 15, size: 3, stride: 1, dilation: 2),
            Case(images: 1, side: [30, 29], channels: 32, times: 1, size: 3, stride: 1, dilation: 1),
            Case(images: 1, side: [17, 40], channels: 20, times: 3, size: 7, stride: 2, dilation: 1),
            Case(images: 5, side: [12, 12], channels: 5, times: 2, size: 3, stride: 3, dilation: 2),
            Case(images: 4, side: [7, 5], channels: 33, times: 2, size: 5, stride: 1, dilation: 1),
        ])
    func agree(_ example: Case) throws {
        let (graph, inputs, reference) = (try example.graph(), example.inputs(), ReferenceEngine())
        let expected = try reference.compile(graph, state: reference.makeState()).run(inputs)
        for isa in InstructionSet.available {
            let found = try [1, 2, 5].map { threads in
                let engine = CPUEngine(instructionSet: isa, threads: threads)
                return try engine.compile(graph, state: engine.makeState()).run(inputs)
            }
            #expect(found.allSatisfy { $0 == found[0] }, "\(isa)")
            for (a, b) in zip(found[0], expected) {
                let scale = b.doubles.reduce(0.001) { max($0, abs($1)) }
                // Sums of up to 5,000 products in float32.
                #expect(zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) <= 1e-5 * scale }, "\(isa)")
            }
        }
    }

    @Test(
        "narrow outputs and groups of single cells agree with the reference",
        arguments: [
            (image: [3, 23, 7, 5], kernel: [7, 7, 5, 8], groups: 1),
            (image: [2, 20, 6, 3], kernel: [3, 3, 3, 20], groups: 1),
            (image: [2, 9, 14, 24], kernel: [1, 1, 6, 40], groups: 4),
        ])
    func narrow(_ image: [Int], _ kernel: [Int], _ groups: Int) throws {
        let trace = Trace()
        let (x, k) = (
            trace.input("x", TensorType(Shape(image))), trace.input("kernel", TensorType(Shape(kernel)))
        )
        let y = x.convolved(
            with: k, ConvolutionGeometry(strides: [1, 1], dilations: [1, 1], margins: [.none, .none], groups: groups))
        let graph = try trace.graph(outputs: [y] + trace.gradients(of: [(y * y).mean()], withRespectTo: [x, k]))
        var generator = TestGenerator(seed: UInt64(groups))
        let inputs = [image, kernel].map { shape in
            ProgramInput.tensor(
                Tensor(
                    shape: Shape(shape), doubles: generator.numbers(shape.reduce(1, *)), elementType: .float32))
        }
        let reference = ReferenceEngine()
        let expected = try reference.compile(graph, state: reference.makeState()).run(inputs)
        for isa in InstructionSet.available {
            let engine = CPUEngine(instructionSet: isa, threads: 2, precision: .exact)
            let found = try engine.compile(graph, state: engine.makeState()).run(inputs)
            for (a, b) in zip(found, expected) {
                let scale = b.doubles.reduce(0.001) { max($0, abs($1)) }
                #expect(zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) <= 1e-5 * scale }, "\(isa)")
            }
        }
    }
}
