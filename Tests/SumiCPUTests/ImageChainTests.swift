import SumiCPU
import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

/// Steps that are done for a few images at a time, one after the other.
struct ImageChainTests {
    /// A network of the kind that chains are for: convolutions of all methods, pooling, a shortcut, and the mean of each
    /// image, for so many images that the last unit is short.
    private func network(images: Int, keeps: Bool = false) throws -> (Graph, [Tensor]) {
        let trace = Trace()
        var generator = TestGenerator(seed: 7)
        var inputs: [Tensor] = []
        func source(_ shape: Shape) -> TracedTensor {
            let value = trace.input("x\(inputs.count)", TensorType(shape))
            let numbers = generator.numbers(shape.count).map { $0 * 0.4 }
            inputs.append(Tensor(shape: shape, doubles: numbers, elementType: .float32))
            return value
        }
        func convolved(_ x: TracedTensor, _ size: Int, _ filters: Int, groups: Int = 1) -> TracedTensor {
            let channels = x.shape.dimensions[3]
            let geometry = ConvolutionGeometry(
                strides: [1, 1], dilations: [1, 1], margins: [Margin(size / 2, size / 2), Margin(size / 2, size / 2)],
                groups: groups)
            let kernel = source([size, size, channels / groups, filters])
            return x.convolved(with: kernel, geometry) + source([filters])
        }
        let x = source([images, 13, 11, 3])
        let first = convolved(x, 3, 18).relu()
        let second = convolved(first, 3, 20).relu().windowMax(
            WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [.none, .none]))
        let third = convolved(convolved(second, 3, 20, groups: 20).relu(), 1, 24).tanh()
        let last = (third + convolved(second, 5, 24)).relu()
        return (try trace.graph(outputs: [last.mean(axes: [1, 2])] + (keeps ? [first, third] : [])), inputs)
    }

    private func run(_ graph: Graph, _ inputs: [Tensor], on engine: any Engine) throws -> [Tensor] {
        try engine.compile(graph, state: engine.makeState()).run(inputs.map { .tensor($0) })
    }

    @Test("agree with the reference, also where values of the middle are results", arguments: InstructionSet.available)
    func agreement(isa: InstructionSet) throws {
        for keeps in [false, true] {
            let (graph, inputs) = try network(images: 37, keeps: keeps)
            let expected = try run(graph, inputs, on: ReferenceEngine())
            for threads in [1, 2, 3] {
                let engine = CPUEngine(instructionSet: isa, threads: threads)
                for found in [try run(graph, inputs, on: engine), try run(graph, inputs, on: engine.forcingChains())] {
                    for (found, expected) in zip(found, expected) {
                        let largest = expected.doubles.map(abs).max() ?? 0
                        let error = zip(found.doubles, expected.doubles).map { abs($0 - $1) }.max() ?? 0
                        #expect(error <= 1e-5 * largest, "\(isa), \(threads) threads")
                    }
                }
            }
        }
    }

    @Test("need memory for a few images only")
    func memory() throws {
        let engine = CPUEngine(threads: 2).forcingChains()
        func arena(_ images: Int) throws -> Int {
            let graph = try network(images: images).0
            let program = try engine.compile(graph, state: engine.makeState())
            return try #require((program as? CPUProgram)?.arenaBytes)
        }
        // The pixels, the means and no more for each further image.
        let perImage = (13 * 11 * 3 + 24) * MemoryLayout<Float>.size
        #expect(try arena(640) - arena(320) <= 320 * perImage + 4096)
    }

    /// The mean cross-entropy of logits [samples][classes] against labels, and its gradient.
    private func crossEntropy(samples: Int, classes: Int) throws -> (Graph, [Tensor]) {
        let trace = Trace()
        let logits = trace.input("logits", TensorType([samples, classes]))
        let labels = trace.input("labels", TensorType([samples], .int32))
        let losses = -logits.logSoftmax().gathered(labels.expandingDimensions(at: -1), .elements(axis: 1))
        let gradients = trace.gradients(of: [losses.mean(axes: [0, 1])], withRespectTo: [logits])
        var generator = TestGenerator(seed: 5)
        let numbers = generator.numbers(samples * classes).map { $0 * 3 }
        let values = Tensor(shape: [samples, classes], doubles: numbers, elementType: .float32)
        let classNumbers = (0..<samples).map { Int32($0 * 37 % classes) }
        return (
            try trace.graph(outputs: [losses] + gradients),
            [values, try Tensor(shape: [samples], scalars: classNumbers)]
        )
    }

    @Test("softmax, cross-entropy and its gradient are one pass where classes are many")
    func crossEntropyOfManyClasses() throws {
        let (samples, classes) = (64, 12_000)
        let (graph, inputs) = try crossEntropy(samples: samples, classes: classes)
        let expected = try run(graph, inputs, on: ReferenceEngine())
        for threads in [1, 2] {
            let engine = CPUEngine(threads: threads)
            for (found, expected) in zip(try run(graph, inputs, on: engine), expected) {
                let error = zip(found.doubles, expected.doubles).map { abs($0 - $1) }.max() ?? 0
                #expect(error <= 1e-6 * (expected.doubles.map(abs).max() ?? 0))
            }
            // The logits and the gradient; what is between takes memory for a few samples only.
            let program = try engine.compile(graph, state: engine.makeState())
            let bytes = try #require((program as? CPUProgram)?.arenaBytes)
            #expect(bytes < 3 * samples * classes * MemoryLayout<Float>.size)
        }
    }
}
