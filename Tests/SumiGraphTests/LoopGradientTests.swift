import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

@Suite("Gradients of an LSTM")
struct LoopGradientTests {
    static let (steps, batch, features, units) = (5, 2, 3, 4)

    /// One step of an LSTM, as Keras orders its gates: input, forget, cell, output.
    static func step(
        _ x: TracedTensor, _ h: TracedTensor, _ c: TracedTensor, _ weights: [TracedTensor]
    ) -> (h: TracedTensor, c: TracedTensor) {
        let gates = (x.matmul(weights[0]) + h.matmul(weights[1]) + weights[2]).split(4, axis: 1)
        let cell = gates[1].sigmoid() * c + gates[0].sigmoid() * gates[2].tanh()
        return (gates[3].sigmoid() * cell.tanh(), cell)
    }

    /// Inputs: the sequence, three weights, and what the outputs are weighed with.
    struct Traced {
        let trace = Trace()
        var inputs: [TracedTensor]
        var value: TracedTensor

        init(isUnrolled: Bool) {
            let (t, b, f, u) = (steps, batch, features, units)
            let shapes: [Shape] = [[t, b, f], [f, 4 * u], [u, 4 * u], [4 * u], [t, b, u]]
            let trace = trace
            inputs = shapes.enumerated().map { trace.input("x\($0)", TensorType($1)) }
            let weights = Array(inputs[1...3])
            let zeros = trace.zeros(TensorType([b, u]))
            var outputs: [TracedTensor] = []
            if isUnrolled {
                var (h, c) = (zeros, zeros)
                for step in 0..<t {
                    (h, c) = LoopGradientTests.step(
                        inputs[0].sliced(axis: 0, step..<step + 1).reshaped([b, f]), h, c, weights)
                    outputs.append(h.reshaped([1, b, u]))
                }
            } else {
                let loop = trace.scan(carries: [zeros, zeros], sequences: [inputs[0]]) { carries, element in
                    let (h, c) = LoopGradientTests.step(element[0], carries[0], carries[1], weights)
                    return ([h, c], [h])
                }
                outputs = loop.outputs
            }
            value = trace.constant(0)
            if let all = TracedTensor.concatenated(outputs, axis: 0) { value = (all * inputs[4]).sum() }
        }

        func graph(_ sources: Range<Int>) throws -> Graph {
            try trace.graph(outputs: [value] + trace.gradients(of: [value], withRespectTo: Array(inputs[sources])))
        }

        func tensors() -> [Tensor] {
            var generator = TestGenerator(name: "LSTM")
            return inputs.map { input in
                Tensor(shape: input.shape, doubles: generator.numbers(input.shape.count), elementType: .float64)
            }
        }
    }

    @Test("agree with finite differences and with the unrolled graph", arguments: [false, true])
    func values(isSimplified: Bool) throws {
        let (loop, unrolled) = (Traced(isUnrolled: false), Traced(isUnrolled: true))
        var graph = try loop.graph(0..<4)
        if isSimplified { graph = graph.simplified() }
        let inputs = loop.tensors()
        var generator = TestGenerator(seed: 1)
        let difference = try FiniteDifferences.check(
            graph, inputs: inputs, moved: [0, 1, 2, 3], generator: &generator)
        #expect(difference.agree(), "\(difference)")
        let engine = ReferenceEngine(precision: .double)
        let found = try engine.compile(graph, state: engine.makeState()).run(inputs.map { .tensor($0) })
        let expected = try engine.compile(unrolled.graph(0..<4), state: engine.makeState()).run(
            inputs.map { .tensor($0) })
        for (a, b) in zip(found, expected) {
            #expect(a.shape == b.shape && zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) < 1e-13 })
        }
    }

    @Test("have gradients that agree with finite differences")
    func second() throws {
        let loop = Traced(isUnrolled: false)
        let first = loop.trace.gradients(of: [loop.value], withRespectTo: Array(loop.inputs[..<4]))
        let penalty = first.map { $0.squared().sum() }.reduce(loop.trace.constant(0), +)
        let second = loop.trace.gradients(of: [penalty], withRespectTo: Array(loop.inputs[..<4]))
        let graph = try loop.trace.graph(outputs: [penalty] + second).simplified()
        var generator = TestGenerator(seed: 2)
        let difference = try FiniteDifferences.check(
            graph, inputs: loop.tensors(), moved: [0, 1, 2, 3], generator: &generator)
        #expect(difference.agree(1e-5), "\(difference)")
    }

    @Test("form the weights' gradients by one product over the whole sequence")
    func structure() throws {
        let graph = try Traced(isUnrolled: false).graph(1..<4).simplified()
        let bodies = graph.nodes.compactMap { node -> Graph? in
            if case .scan(let scan) = node.operation { return scan.body }
            return nil
        }
        #expect(bodies.count == 2, "one loop forward and one back")
        // Back: only dh = dz · Uᵀ.
        #expect(bodies.map { $0.nodes.count { OperationKind($0.operation) == .dot } } == [2, 1])
        let (f, u) = (Self.features, Self.units)
        let products = graph.nodes.filter { OperationKind($0.operation) == .dot }.map(\.type.shape)
        #expect(Set(products) == [[f, 4 * u], [u, 4 * u]] && products.count == 2)
    }
}
