import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

/// Products with weights take in what their results are multiplied by and added to.
struct FoldScalesTests {
    /// A product of `x` with variables, and what batch normalization does to it at inference.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let input: Shape
        let kernel: Shape
        /// The shape of what the product is scaled by, as it is broadcast to the result.
        let factor: Shape
        let product: @Sendable (TracedTensor, TracedTensor) -> TracedTensor

        func graph() throws -> Graph {
            let trace = Trace()
            let y = product(trace.input("x", TensorType(input)), trace.variable("kernel", TensorType(kernel)))
            let names = ["bias", "mean", "variance", "gamma", "beta"]
            let weights = names.map { trace.variable($0, TensorType([factor.count])).reshaped(factor) }
            let scale = (weights[2] + 1e-3).reciprocalSquareRoot() * weights[3]
            let z = (y + weights[0] - weights[1]) * scale + weights[4]
            return try trace.graph(outputs: [z.relu()]).simplified()
        }
    }

    static func geometry(_ rank: Int, stride: Int = 1, dilation: Int = 1, groups: Int = 1) -> ConvolutionGeometry {
        ConvolutionGeometry(
            strides: Array(repeating: stride, count: rank), dilations: Array(repeating: dilation, count: rank),
            margins: Array(repeating: Margin(1, 1), count: rank), groups: groups)
    }

    static let cases = [
        Case(testDescription: "convolution", input: [2, 5, 6, 3], kernel: [3, 3, 3, 4], factor: [4]) {
            $0.convolved(with: $1, geometry(2))
        },
        Case(testDescription: "of one filter", input: [2, 5, 6, 3], kernel: [3, 3, 3, 1], factor: [1]) {
            $0.convolved(with: $1, geometry(2))
        },
        Case(testDescription: "with strides", input: [2, 5, 6, 3], kernel: [3, 3, 3, 4], factor: [4]) {
            $0.convolved(with: $1, geometry(2, stride: 2))
        },
        Case(testDescription: "over one axis", input: [2, 7, 3], kernel: [3, 3, 4], factor: [4]) {
            $0.convolved(with: $1, geometry(1, dilation: 2))
        },
        Case(testDescription: "over three axes", input: [2, 3, 4, 3, 2], kernel: [2, 2, 2, 2, 3], factor: [3]) {
            $0.convolved(with: $1, geometry(3))
        },
        Case(testDescription: "in groups", input: [2, 5, 6, 4], kernel: [3, 3, 2, 6], factor: [6]) {
            $0.convolved(with: $1, geometry(2, groups: 2))
        },
        Case(testDescription: "of each channel", input: [2, 5, 6, 3], kernel: [3, 3, 3, 2], factor: [6]) {
            $0.convolved(with: $1.reshaped([3, 3, 1, 6]), geometry(2, groups: 3))
        },
        Case(testDescription: "transposed", input: [2, 4, 5, 3], kernel: [3, 3, 4, 3], factor: [4]) {
            $0.convolutionInputGradient(kernel: $1, geometry(2, stride: 2), input: [2, 7, 9, 4])
        },
        Case(testDescription: "with its axes turned", input: [2, 5, 6, 3], kernel: [3, 3, 3, 4], factor: [4, 1, 1]) {
            $0.convolved(with: $1, geometry(2)).transposed([0, 3, 1, 2])
        },
        Case(testDescription: "dense", input: [3, 5], kernel: [5, 4], factor: [4]) { $0.matmul($1) },
        Case(testDescription: "dense, of one sample", input: [1, 5], kernel: [5, 4], factor: [4]) { $0.matmul($1) },
        Case(testDescription: "dense, of a sequence", input: [3, 2, 5], kernel: [5, 4], factor: [4]) { $0.matmul($1) },
        Case(testDescription: "weights on the left", input: [3, 5], kernel: [4, 5], factor: [4, 1]) {
            $1.dot($0, DotAxes(leftContract: [1], rightContract: [1]))
        },
        Case(testDescription: "of several heads", input: [3, 2, 5], kernel: [5, 2, 4], factor: [2, 4]) {
            $0.matmul($1)
        },
        Case(testDescription: "one factor a head", input: [3, 2, 5], kernel: [5, 2, 4], factor: [2, 1]) {
            $0.matmul($1)
        },
    ]

    /// The outputs in double precision, of the graph and of the folded one, at the same inputs and variables.
    func bothOutputs(_ graph: Graph, seed: UInt64 = 1) throws -> [[Tensor]] {
        var generator = TestGenerator(seed: seed)
        func values(_ parameters: [Parameter]) -> [Tensor] {
            parameters.map { parameter in
                let shape = parameter.type.shape
                return Tensor(
                    shape: shape, doubles: generator.numbers(shape.count, in: 0.1...2), elementType: .float32)
            }
        }
        let (inputs, variables) = (values(graph.inputs), values(graph.variables))
        return try [graph, graph.foldScales()].map { graph in
            try graph.check()
            let engine = ReferenceEngine(precision: .double)
            let state = engine.makeState()
            for (variable, value) in zip(graph.variables, variables) { try state.write(variable.name, value) }
            return try engine.compile(graph, state: state).run(inputs.map { .tensor($0) })
        }
    }

    func isNear(_ a: Tensor, _ b: Tensor) -> Bool {
        a.shape == b.shape && zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) }
    }

    /// The binary operations on values that depend on the input.
    func operations(_ graph: Graph) -> [String] {
        let isFixed = graph.isFixed
        return graph.nodes.indices.compactMap { id in
            guard case .binary = graph.nodes[id].operation, !isFixed[id] else { return nil }
            return graph.nodes[id].operation.name
        }
    }

    @Test("batch normalization becomes weights and bias of the product before it", arguments: cases)
    func folded(_ row: Case) throws {
        let graph = try row.graph()
        #expect(operations(graph) == ["add", "subtract", "multiply", "add"])
        #expect(operations(graph.foldScales()) == ["add"])
        let outputs = try bothOutputs(graph)
        #expect(zip(outputs[0], outputs[1]).allSatisfy(isNear))
        #expect(outputs[0][0].doubles.contains { $0 > 0.1 })
    }

    /// `(convolution − mean) · scale`, and what else the body makes of its parts.
    func graph(
        _ more: (_ trace: Trace, _ x: TracedTensor, _ y: TracedTensor, _ scale: TracedTensor, _ z: TracedTensor)
            -> [TracedTensor]
    ) throws -> Graph {
        let trace = Trace()
        let x = trace.input("x", TensorType([2, 4, 4, 3]))
        let y = x.convolved(with: trace.variable("kernel", TensorType([3, 3, 3, 4])), Self.geometry(2))
        let scale = trace.variable("scale", TensorType([4]))
        let z = (y - trace.variable("mean", TensorType([4]))) * scale
        return try trace.graph(outputs: more(trace, x, y, scale, z)).simplified()
    }

    @Test("where someone else reads what lies between, nothing is folded")
    func notFolded() throws {
        let graphs = try [
            graph { _, _, y, _, z in [z, y] },
            graph { _, _, y, _, z in [z + y.tanh()] },
            graph { _, _, y, scale, _ in [y * y * scale] },
            // Steps that change the factors, and factors that come from the input.
            graph { trace, x, _, scale, z in
                trace.update("scale", to: scale + x.sum())
                return [z]
            },
            graph { _, x, y, scale, _ in [y * (scale * x.sum())] },
            graph { _, _, y, _, _ in [(y - y.mean(axes: [0, 1, 2], keepingDimensions: true)) * 2] },
            // Along another axis, and a factor that is no multiple of the product.
            graph { trace, _, y, _, _ in [y * trace.variable("row", TensorType([4, 1]))] },
            graph { _, _, y, scale, _ in [scale.broadcast(to: y.shape) / y] },
        ]
        for graph in graphs { #expect(graph.foldScales() == graph, "\(graph)") }
        // A bias alone stays what it is.
        let biased = try graph { _, _, y, scale, _ in [y + scale] }
        #expect(biased.foldScales() == biased)
    }

    @Test("numbers and quotients are folded as well, and what follows is not touched")
    func chains() throws {
        let chain = try graph { _, _, _, scale, z in [((z / scale + 3) * 0.5 - scale).tanh() * scale] }
        #expect(operations(chain.foldScales()) == ["add", "multiply"])
        let outputs = try bothOutputs(chain)
        #expect(zip(outputs[0], outputs[1]).allSatisfy(isNear))
    }

    @Test("values that no run changes are told from others")
    func fixed() throws {
        let trace = Trace()
        let (a, b) = (trace.variable("a", TensorType([2])), trace.variable("b", TensorType([2])))
        let x = trace.input("x", TensorType([2]))
        trace.update("b", to: b + x)
        let graph = try trace.graph(outputs: [(a + 1) * 2, b * 2, a + x])
        func isFixed(_ output: Int) -> Bool { graph.isFixed[graph.outputs[output]] }
        #expect(isFixed(0) && !isFixed(1) && !isFixed(2))
    }
}
