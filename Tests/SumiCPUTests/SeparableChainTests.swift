import SumiCPU
import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

/// Blocks of depthwise and 1x1 convolutions, done for some images at a time.
@Suite("Chains of separable convolutions")
struct SeparableChainTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let images: Int
        let side: [Int]
        let channels: Int
        var times = 1
        var filters = 7
        var stride = 1
        var isSame = true

        var testDescription: String {
            "\(images) x \(side) x \(channels), \(times) filters a channel, to \(filters), stride \(stride), "
                + (isSame ? "same" : "valid")
        }

        private var margins: [Margin] { side.map { _ in isSame ? Margin(1, 1) : .none } }

        /// 1x1 to more channels, 3x3 of each of them, 1x1 with a shortcut, windows, and the mean of each channel.
        func graph() throws -> Graph {
            let trace = Trace()
            let wide = channels * times
            let x = trace.input("x", TensorType(Shape([images] + side + [channels])))
            func weight(_ name: String, _ shape: [Int]) -> TracedTensor {
                trace.variable(name, TensorType(Shape(shape)))
            }
            func pointwise(_ x: TracedTensor, _ name: String, to filters: Int) -> TracedTensor {
                let geometry = ConvolutionGeometry(
                    strides: [1, 1], dilations: [1, 1], margins: [.none, .none], groups: 1)
                let kernel = weight(name, [1, 1, x.dimension(-1), filters])
                return x.convolved(with: kernel, geometry) + weight(name + "Bias", [filters])
            }
            let geometry = ConvolutionGeometry(
                strides: [stride, stride], dilations: [1, 1], margins: margins, groups: channels)
            let first = pointwise(x, "expand", to: channels).relu()
            let deep = first.convolved(with: weight("depthwise", [3, 3, 1, wide]), geometry) + weight("bias", [wide])
            // What some models cut off above is done in a tail.
            let cut = (deep.relu() .> 0.5).select(deep.zeros() + 0.5, deep.relu())
            let narrow = pointwise(cut, "project", to: filters)
            let sum = (pointwise(narrow, "more", to: filters) + narrow).relu()
            let windows = sum.windowMax(
                WindowGeometry(sizes: [2, 2], strides: [1, 2], margins: [Margin(1, 0), Margin(1, 1)]))
            let mean = windows.tanh().mean(axes: [1, 2], keepingDimensions: false)
            return try trace.graph(outputs: [mean, sum])
        }

        func run(_ engine: any Engine, chains: Bool = false) throws -> [Tensor] {
            let graph = try graph()
            var generator = TestGenerator(seed: UInt64(images * channels + filters))
            func tensor(_ type: TensorType) -> Tensor {
                Tensor(shape: type.shape, doubles: generator.numbers(type.shape.count), elementType: .float32)
            }
            let state = engine.makeState()
            for variable in graph.variables { try state.write(variable.name, tensor(variable.type)) }
            let program = try engine.compile(graph, state: state)
            #expect("\(program)".contains("by image") == (chains && images > 1))
            return try program.run(graph.inputs.map { .tensor(tensor($0.type)) })
        }
    }

    @Test(
        "give the bits that single steps give, on every instruction set and any number of threads",
        arguments: [
            Case(images: 1, side: [5, 5], channels: 4),
            Case(images: 2, side: [1, 1], channels: 1, filters: 1),
            Case(images: 3, side: [9, 7], channels: 1, times: 3, stride: 2),
            Case(images: 5, side: [3, 3], channels: 17, filters: 33, isSame: false),
            Case(images: 7, side: [4, 2], channels: 20, times: 2, filters: 16, stride: 2),
            Case(images: 33, side: [6, 9], channels: 32, filters: 40),
            Case(images: 6, side: [8, 8], channels: 48, filters: 10, stride: 2, isSame: false),
        ])
    func agree(_ example: Case) throws {
        let expected = try example.run(ReferenceEngine())
        for isa in InstructionSet.available {
            for precision in [CPUEngine.Precision.standard, .exact] {
                func engine(_ threads: Int) -> CPUEngine {
                    CPUEngine(instructionSet: isa, threads: threads, precision: precision)
                }
                let single = try example.run(engine(2))
                let chained = try [1, 2, 5].map { try example.run(engine($0).forcingChains(), chains: true) }
                #expect(chained.allSatisfy { $0 == single }, "\(isa), \(precision)")
                for (a, b) in zip(single, expected) {
                    let scale = b.doubles.reduce(0.001) { max($0, abs($1)) }
                    // Sums of up to 96 products, three times one after the other.
                    #expect(zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) <= 1e-5 * scale }, "\(isa)")
                }
            }
        }
    }

    @Test("are made where a batch is large, and only there")
    func rule() throws {
        func steps(images: Int, side: Int) throws -> String {
            let graph = try Case(images: images, side: [side, side], channels: 32, filters: 64).graph()
            let engine = CPUEngine(threads: 2)
            let state = engine.makeState()
            for variable in graph.variables {
                let zeros = [Double](repeating: 0, count: variable.type.shape.count)
                try state.write(
                    variable.name, Tensor(shape: variable.type.shape, doubles: zeros, elementType: .float32))
            }
            return "\(try engine.compile(graph, state: state))"
        }
        #expect(try steps(images: 64, side: 16).contains("by image"))
        #expect(!(try steps(images: 4, side: 16).contains("by image")))
        // What an image takes is more than the cache holds.
        #expect(!(try steps(images: 64, side: 128).contains("by image")))
    }

    /// Normalized by the moments of the batch.
    private func normalized(_ x: TracedTensor, _ trace: Trace, _ name: String) -> TracedTensor {
        let type = TensorType([x.dimension(-1)])
        let mean = x.mean(axes: [0, 1, 2], keepingDimensions: true)
        let variance = ((x - mean) * (x - mean)).mean(axes: [0, 1, 2], keepingDimensions: true)
        let factor = (variance + 0.001).reciprocalSquareRoot()
        return (x - mean) * factor * trace.variable(name + "Gamma", type) + trace.variable(name + "Beta", type)
    }

    @Test(
        "training with sums over the batch gives the bits that single steps give",
        arguments: [(16, 8, 64), (37, 9, 24)])
    func training(_ images: Int, _ side: Int, _ channels: Int) throws {
        let trace = Trace()
        let x = trace.input("x", TensorType([images, side, side, channels]))
        let weights = [
            trace.variable("depthwise", TensorType([3, 3, 1, channels])),
            trace.variable("pointwise", TensorType([1, 1, channels, channels])),
        ]
        let margin = Margin(1, 1)
        let each = ConvolutionGeometry(
            strides: [1, 1], dilations: [1, 1], margins: [margin, margin], groups: channels)
        let all = ConvolutionGeometry(strides: [1, 1], dilations: [1, 1], margins: [.none, .none], groups: 1)
        let first = normalized(x.convolved(with: weights[0], each), trace, "first").relu()
        let second = normalized(first.convolved(with: weights[1], all), trace, "second").relu()
        let loss = (second * second * second).mean()
        let graph = try trace.graph(outputs: [loss] + trace.gradients(of: [loss], withRespectTo: [x] + weights))
        var generator = TestGenerator(seed: 7)
        let values = (graph.inputs + graph.variables).map { parameter in
            Tensor(
                shape: parameter.type.shape, doubles: generator.numbers(parameter.type.shape.count),
                elementType: .float32)
        }
        func run(_ engine: any Engine, chains: Bool = false) throws -> [Tensor] {
            let state = engine.makeState()
            for (variable, value) in zip(graph.variables, values[1...]) { try state.write(variable.name, value) }
            let program = try engine.compile(graph, state: state)
            if chains {
                let steps = "\(program)".split(separator: "\n")
                // Sums are formed where the terms are.
                #expect(steps.contains { $0.hasPrefix("by image") && $0.hasSuffix("reduce") })
            }
            return try program.run([.tensor(values[0])])
        }
        let expected = try run(ReferenceEngine())
        for isa in InstructionSet.available {
            let single = try run(CPUEngine(instructionSet: isa, threads: 2))
            for threads in [1, 2, 5] {
                let engine = CPUEngine(instructionSet: isa, threads: threads).forcingChains()
                #expect(try run(engine, chains: true) == single, "\(isa), \(threads) threads")
            }
            for (a, b) in zip(single, expected) {
                let scale = b.doubles.reduce(0.001) { max($0, abs($1)) }
                // A gradient is the small rest of sums over all pixels.
                #expect(zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) <= 1e-4 * scale }, "\(isa)")
            }
        }
    }
}
