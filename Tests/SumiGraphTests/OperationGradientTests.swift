import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

@Suite("Gradients of operations")
struct OperationGradientTests {
    static let rows = OperationCase.all.filter { row in
        row.isDifferentiated && row.results.contains { $0.elementType.isFloatingPoint }
            && row.operands.contains { $0.type.elementType.isFloatingPoint }
    }

    /// A row's operands as inputs, Σ weights · results as a number, and which operands can be moved.
    struct Traced {
        let trace = Trace()
        var operands: [TracedTensor]
        var value: TracedTensor
        var moved: [Int]
        var inputs: [Tensor]

        init(_ row: OperationCase, _ generator: inout TestGenerator) {
            let results: [TracedTensor]
            (operands, results) = row.trace(in: trace)
            moved = row.operands.indices.filter { row.operands[$0].type.elementType.isFloatingPoint }
            inputs = row.tensors()
            value = trace.constant(0)
            for result in results where result.elementType.isFloatingPoint {
                let weights = trace.input("weights", result.type)
                inputs.append(
                    Tensor(
                        shape: result.shape, doubles: generator.numbers(result.shape.count, in: 0.5...1.5),
                        elementType: .float64))
                value += (result * weights).sum()
            }
        }
    }

    @Test("agree with finite differences, operand by operand", arguments: rows)
    func first(_ row: OperationCase) throws {
        var generator = TestGenerator(name: row.name + " gradient")
        let traced = Traced(row, &generator)
        for index in traced.moved {
            let gradient = traced.trace.gradients(of: [traced.value], withRespectTo: [traced.operands[index]])
            let graph = try traced.trace.graph(outputs: [traced.value] + gradient)
            try graph.check()
            let difference = try FiniteDifferences.check(
                graph, inputs: traced.inputs, moved: [index], generator: &generator)
            #expect(difference.agree(), "operand \(index): \(difference)")
        }
    }

    @Test("have gradients that agree with finite differences", arguments: rows)
    func second(_ row: OperationCase) throws {
        var generator = TestGenerator(name: row.name + " second gradient")
        var traced = Traced(row, &generator)
        let operands = traced.moved.map { traced.operands[$0] }
        // Σ gradient · sin(gradient) makes a number of all gradients that is linear in none of them.
        let gradients = traced.trace.gradients(of: [traced.value], withRespectTo: operands)
        let number = gradients.map { ($0 * $0.sine()).sum() }.reduce(traced.trace.constant(0), +)
        let weights = traced.trace.inputs.indices.filter { $0 >= row.operands.count }
        let sources =
            operands
            + traced.trace.nodes.indices.compactMap { id in
                if case .input(let index) = traced.trace.nodes[id].operation, weights.contains(index) {
                    return traced.trace.tensor(id)
                }
                return nil
            }
        traced.moved += weights
        let second = traced.trace.gradients(of: [number], withRespectTo: sources)
        let graph = try traced.trace.graph(outputs: [number] + second)
        try graph.check()
        let difference = try FiniteDifferences.check(
            graph, inputs: traced.inputs, moved: traced.moved, generator: &generator)
        #expect(difference.agree(1e-5), "\(difference)")
    }

    @Test("stop at stopGradient")
    func stop() throws {
        let trace = Trace()
        let x = trace.input("x", TensorType([2]))
        let gradient = trace.gradients(of: [x * x.stopGradient()], withRespectTo: [x])
        let engine = ReferenceEngine()
        let program = try engine.compile(trace.graph(outputs: gradient), state: engine.makeState())
        let values = Tensor(shape: [2], doubles: [3, -5], elementType: .float32)
        #expect(try program.run([.tensor(values)]) == [values])
    }
}
