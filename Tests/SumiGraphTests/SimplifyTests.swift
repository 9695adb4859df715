import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

@Suite("Simplification")
struct SimplifyTests {
    /// Runs a graph and its simplified form on the same inputs in double precision; the first difference in words.
    /// Folded constants are rounded to float32, which may show in the seventh digit.
    static func difference(_ graph: Graph, _ inputs: [Tensor]) throws -> String? {
        let simplified = graph.simplified()
        try simplified.check()
        #expect(simplified.inputs == graph.inputs && simplified.variables == graph.variables)
        let engine = ReferenceEngine(precision: .double)
        let expected = try engine.compile(graph, state: engine.makeState()).run(inputs.map { .tensor($0) })
        let found = try engine.compile(simplified, state: engine.makeState()).run(inputs.map { .tensor($0) })
        let row = OperationCase("", [], gives: [], tolerance: 1e-6) { _, _ in [] }
        for (a, b) in zip(found, expected) {
            guard a.shape == b.shape, a.elementType == b.elementType else { return "\(a.shape) is no \(b.shape)" }
            if let text = row.firstDifference(a.doubles, b.doubles) { return "\(text)\n\(graph)\n---\n\(simplified)" }
        }
        return nil
    }

    @Test("keeps the values of every operation", arguments: OperationCase.all)
    func operations(_ row: OperationCase) throws {
        #expect(try Self.difference(row.graph(), row.tensors()) == nil)
    }

    @Test("keeps the values of every gradient", arguments: OperationGradientTests.rows)
    func gradients(_ row: OperationCase) throws {
        var generator = TestGenerator(name: row.name)
        let traced = OperationGradientTests.Traced(row, &generator)
        let gradients = traced.trace.gradients(
            of: [traced.value], withRespectTo: traced.moved.map { traced.operands[$0] })
        #expect(try Self.difference(traced.trace.graph(outputs: gradients), traced.inputs) == nil)
    }

    @Test("keeps the values of random graphs", arguments: 0..<400)
    func randomGraphs(_ seed: Int) throws {
        var random = RandomGraph(seed: UInt64(seed))
        let graph = try random.graph()
        let difference = try Self.difference(graph, random.inputs)
        #expect(difference == nil, "seed \(seed): \(difference ?? "")")
    }

    // MARK: What each pass does

    /// The simplified graph of what `body` makes of inputs of the given shapes, in words.
    static func dump(_ shapes: [Shape], _ body: (Trace, [TracedTensor]) -> [TracedTensor]) throws -> String {
        let trace = Trace()
        let inputs = shapes.enumerated().map { trace.input("x\($0)", TensorType($1)) }
        return try trace.graph(outputs: body(trace, inputs)).simplified().description
    }

    static let untouched = """
        %0: float32[2, 3] = input "x0"
        return %0
        """

    @Test("removes what changes nothing")
    func identities() throws {
        let bodies: [(TracedTensor) -> TracedTensor] = [
            { $0 + 0 }, { 0 + $0 }, { $0 - 0 }, { $0 * 1 }, { 1 * $0 }, { $0 / 1 }, { -(-$0) }, { $0.power(1) },
            { $0.stopGradient() }, { $0.reshaped([6]).reshaped([3, 2]).reshaped([2, 3]) },
            { $0.transposed([1, 0]).transposed([1, 0]) }, { $0.expandingDimensions(at: 1).reshaped([2, 3]) },
            { $0.sum(axes: []) }, { $0.expandingDimensions(at: 0).sum(axes: [0]) }, { ($0 .> 0).select($0, $0) },
            { $0.expandingDimensions(at: 0).reversed(axes: [0]).reshaped([2, 3]) },
            { x in TracedTensor.concatenated([x, x.sliced(axis: 0, 0..<0)], axis: 0) ?? x },
            { $0 + ($0.trace.constant(3) - 3.0) * 2 }, { $0.maximum($0) },
        ]
        for (index, body) in bodies.enumerated() {
            #expect(try Self.dump([[2, 3]]) { _, x in [body(x[0])] } == Self.untouched, "body \(index)")
        }
    }

    @Test("does not take x · 0 for 0")
    func timesZero() throws {
        #expect(try Self.dump([[2, 3]]) { _, x in [x[0] * 0] }.contains("multiply"))
    }

    @Test("tells −0 from 0 and never merges random draws")
    func unequal() throws {
        let zeros = try Self.dump([[1]]) { trace, x in [x[0] / trace.constant(0), x[0] / trace.constant(-0.0)] }
        #expect(zeros.components("divide") == 2)
        let trace = Trace()
        let key = trace.input("key", TensorType([3], .uint32))
        let draws = [key.randomBits([4], stream: 1), key.randomBits([4], stream: 1)]
        #expect(try trace.graph(outputs: draws).simplified().description.components("randomBits") == 2)
    }

    @Test("merges equal nodes, operands in either order")
    func merging() throws {
        let text = try Self.dump([[2], [2]]) { _, x in [(x[0] + x[1]).tanh() * (x[1] + x[0]).tanh()] }
        #expect(
            text == """
                %0: float32[2] = input "x0"
                %1: float32[2] = input "x1"
                %2: float32[2] = add %0, %1
                %3: float32[2] = tanh %2
                %4: float32[2] = multiply %3, %3
                return %4
                """)
    }

    @Test("folds constants in float32 and repeats numbers late")
    func folding() throws {
        let text = try Self.dump([[2, 3]]) { trace, x in
            let third = (trace.constant(1) / 3).broadcast(to: [2, 3])
            return [x[0] * (third * 2 + 1).exp()]
        }
        // exp(Float(Float(Float(1) / 3) * 2 + 1)), each step rounded to float32.
        #expect(
            text == """
                %0: float32[2, 3] = input "x0"
                %1: float32[] = constant 5.294490337371826
                %2: float32[2, 3] = broadcast %1 axes []
                %3: float32[2, 3] = multiply %0, %2
                return %3
                """)
    }

    @Test("forms sums before it multiplies them")
    func factors() throws {
        let text = try Self.dump([[2, 3], [3], []]) { trace, x in
            let ones = trace.constant(1).broadcast(to: [2, 3])
            return [(-(x[0] * x[1] / x[2])).sum(axes: [0]), (ones * x[1]).sum(axes: [0]), ones.max(axes: [1])]
        }
        #expect(
            text == """
                %0: float32[2, 3] = input "x0"
                %1: float32[3] = input "x1"
                %2: float32[] = input "x2"
                %3: float32[] = constant 1.0
                %4: float32[3] = broadcast %2 axes []
                %5: float32[3] = reduce sum %0 axes [0]
                %6: float32[3] = multiply %5, %1
                %7: float32[3] = divide %6, %4
                %8: float32[3] = negate %7
                %9: float32[] = constant 2.0
                %10: float32[3] = broadcast %9 axes []
                %11: float32[3] = multiply %1, %10
                %12: float32[2] = broadcast %3 axes []
                return %8, %11, %12
                """)
    }

    @Test("the gradient of a normalization takes as many sums as the values")
    func normalization() throws {
        let text = try Self.dump([[4, 5, 3], [3], [3], [4, 5, 3]]) { trace, x in
            let mean = x[0].mean(axes: [0, 1], keepingDimensions: true)
            let variance = (x[0] - mean).squared().mean(axes: [0, 1], keepingDimensions: true)
            let factor = (variance + 0.001).reciprocalSquareRoot() * x[1].reshaped([1, 1, 3])
            let y = (x[0] - mean) * factor + x[2].reshaped([1, 1, 3])
            let loss = (y.tanh() * x[3]).sum()
            return trace.gradients(of: [loss], withRespectTo: [x[0], x[1], x[2]])
        }
        #expect(text.components("reduce sum") == 4, "\(text)")
    }

    @Test("differences from a mean add up to nothing along the mean's axes, others do not")
    func differences() throws {
        /// How many sums are formed for that of something over axes 0 and 2.
        func sums(_ term: (TracedTensor, TracedTensor) -> TracedTensor) throws -> Int {
            try Self.dump([[2, 3, 4], [2, 3, 4]]) { _, x in [term(x[0], x[1]).sum(axes: [0, 2])] }
                .components("reduce sum")
        }
        func mean(_ x: TracedTensor, _ axes: [Int] = [0, 2]) -> TracedTensor {
            x.mean(axes: axes, keepingDimensions: true)
        }
        #expect(try sums { x, _ in x - mean(x) } == 0)
        #expect(try sums { x, _ in mean(x) - x } == 0)
        #expect(try sums { x, y in y - (x - mean(x)) * 3 } == 1)
        #expect(try sums { x, y in y + -(x - mean(x)) / mean(y, [0, 2]) } == 1)
        // The sum of the term, and that of the mean.
        #expect(try sums { x, y in x - mean(y) } == 2)
        #expect(try sums { x, _ in x - mean(x, [2]) } == 2)
        #expect(try sums { x, _ in x - mean(x, [0, 1]) } == 2)
        #expect(try sums { x, _ in x - x.sum(axes: [0, 2], keepingDimensions: true) / 9 } == 2)
        #expect(try sums { x, y in (x - mean(x)) * y } == 2)
        #expect(try sums { x, _ in (x - mean(x)) * (x - mean(x)) } == 2)
    }

    @Test("does not make large constants")
    func largeConstants() throws {
        let text = try Self.dump([[]]) { trace, x in
            [trace.iota(TensorType([100, 100]), axis: 0) * 2, (trace.constant(2) * 3).broadcast(to: [100, 100])]
        }
        #expect(!text.contains("of 10000 values") && text.contains("constant 6.0"))
    }

    /// A channels-first layer: it transposes around itself.
    static func channelsFirst(_ x: TracedTensor, _ kernel: TracedTensor, _ bias: TracedTensor) -> TracedTensor {
        let same = ConvolutionGeometry(strides: [1, 1], dilations: [1, 1], margins: [Margin(1, 1), Margin(1, 1)])
        let y = x.transposed([0, 2, 3, 1]).convolved(with: kernel, same).transposed([0, 3, 1, 2])
        return y + bias.reshaped([1, bias.dimension(0), 1, 1])
    }

    @Test("channels-first layers end without transpositions in between")
    func channelsFirst() throws {
        let text = try Self.dump([[2, 3, 8, 8], [3, 3, 3, 4], [4], [3, 3, 4, 5], [5]]) { trace, x in
            let hidden = Self.channelsFirst(x[0], x[1], x[2]).relu()
            let pooled = Self.channelsFirst(hidden, x[3], x[4]).relu().sum(axes: [2, 3])
            return trace.gradients(of: [pooled.tanh().sum()], withRespectTo: [x[1], x[2], x[3], x[4]])
        }
        #expect(text.components("transpose") == 1, "\(text)")
    }

    @Test("a loop drops what nothing reads and captures nothing twice")
    func loops() throws {
        let text = try Self.dump([[3], [5, 3], [3]]) { trace, x in
            let loop = trace.scan(carries: [x[0], x[0], x[2]], sequences: [x[1], x[1]]) { carry, element in
                let once = x[2] * 1
                let sum = carry[0] + element[0] * once + x[2] * trace.constant(2)
                return ([sum, carry[1] * sum, carry[2]], [sum.tanh(), carry[1]])
            }
            return [loop.outputs[0]]
        }
        #expect(
            text == """
                %0: float32[3] = input "x0"
                %1: float32[5, 3] = input "x1"
                %2: float32[3] = input "x2"
                %3: float32[] = constant 2.0
                %4: float32[3] = broadcast %3 axes []
                %5: float32[3] = multiply %2, %4
                %6: float32[0] = scan %0, %1, %2, %5 5 times: 1 carries, 1 sequences, 2 captured
                    %0: float32[3] = input "carry 0"
                    %1: float32[3] = input "element 0"
                    %2: float32[3] = input "captured 0"
                    %3: float32[3] = multiply %1, %2
                    %4: float32[3] = add %0, %3
                    %5: float32[3] = input "captured 1"
                    %6: float32[3] = add %4, %5
                    %7: float32[3] = tanh %6
                    return %6, %7
                %7: float32[5, 3] = result %6 1
                return %7
                """)
    }

    @Test("one forward loop serves a gradient and its gradient")
    func mergedLoops() throws {
        let text = try Self.dump([[2], [4, 2]]) { trace, x in
            let loop = trace.scan(carries: [x[0]], sequences: [x[1]]) { carry, element in
                let next = (carry[0] * element[0]).tanh()
                return ([next], [next])
            }
            let value = loop.outputs[0].sum()
            let first = trace.gradients(of: [value], withRespectTo: [x[0]])
            return [value] + first + trace.gradients(of: [value], withRespectTo: [x[1]])
        }
        // One forward, and one reverse for each gradient; without merging each would have a forward one of its own.
        #expect(text.components("scan") == 3, "\(text)")
    }

    @Test("takes time in proportion to the nodes of a network of 400 layers")
    func time() throws {
        let trace = Trace()
        var x = trace.input("x", TensorType([8, 16]))
        var weights: [TracedTensor] = []
        for layer in 0..<400 {
            let kernel = trace.variable("kernel \(layer)", TensorType([16, 16]))
            let bias = trace.variable("bias \(layer)", TensorType([16]))
            x = (x.matmul(kernel) + bias).relu() * 0.5 + x
            weights += [kernel, bias]
        }
        let gradients = trace.gradients(of: [x.mean()], withRespectTo: weights)
        for (weight, gradient) in zip(weights, gradients) {
            guard case .variable(let index) = trace.nodes[weight.id].operation else { continue }
            trace.update(trace.variables[index].name, to: weight - gradient * 0.01)
        }
        let graph = try trace.graph(outputs: [x])
        let clock = ContinuousClock()
        var simplified = graph
        let time = clock.measure { simplified = graph.simplified() }
        #expect(simplified.nodes.count < graph.nodes.count * 2 / 3)
        // 0.1 s without optimization on an idle machine; a pass that compares all pairs of nodes takes minutes.
        #expect(time < .seconds(20))
    }
}

extension String {
    /// How often `part` stands in the text as an operation's name.
    func components(_ part: String) -> Int {
        split(separator: "\n").count { $0.contains("= \(part) ") }
    }
}

extension SimplifyTests {
    @Test("the training step of a small network")
    func snapshot() throws {
        let trace = Trace()
        let x = trace.input("x", TensorType([4, 3]))
        let labels = trace.input("labels", TensorType([4, 2]))
        let rate = trace.input("rate", TensorType([]))
        let weights = [("w1", Shape([3, 5])), ("b1", [5]), ("w2", [5, 2]), ("b2", [2])].map { name, shape in
            trace.variable(name, TensorType(shape))
        }
        let hidden = (x.matmul(weights[0]) + weights[1]).relu()
        let logits = hidden.matmul(weights[2]) + weights[3]
        let loss = -(labels * logits.logSoftmax()).sum(axes: [1]).mean()
        let gradients = trace.gradients(of: [loss], withRespectTo: weights)
        for (name, (weight, gradient)) in zip(["w1", "b1", "w2", "b2"], zip(weights, gradients)) {
            trace.update(name, to: weight - gradient * rate)
        }
        let text = try trace.graph(outputs: [loss]).simplified().description
        #expect(
            text == """
                %0: float32[4, 3] = input "x"
                %1: float32[4, 2] = input "labels"
                %2: float32[] = input "rate"
                %3: float32[3, 5] = variable "w1"
                %4: float32[5] = variable "b1"
                %5: float32[5, 2] = variable "w2"
                %6: float32[2] = variable "b2"
                %7: float32[4, 5] = dot %0, %3 contracting [1] with [0]
                %8: float32[4, 5] = broadcast %4 axes [1]
                %9: float32[4, 5] = add %7, %8
                %10: float32[4, 5] = relu %9
                %11: float32[4, 2] = dot %10, %5 contracting [1] with [0]
                %12: float32[4, 2] = broadcast %6 axes [1]
                %13: float32[4, 2] = add %11, %12
                %14: float32[4, 2] = logSoftmax %13 axis 1
                %15: float32[4, 2] = multiply %1, %14
                %16: float32[4] = reduce sum %15 axes [1]
                %17: float32[] = reduce sum %16 axes [0]
                %18: float32[] = constant 4.0
                %19: float32[] = divide %17, %18
                %20: float32[] = negate %19
                %21: float32[] = constant -0.25
                %22: float32[4] = broadcast %21 axes []
                %23: float32[4, 2] = broadcast %21 axes []
                %24: float32[4, 2] = multiply %23, %1
                %25: float32[4, 2] = exp %14
                %26: float32[4] = reduce sum %1 axes [1]
                %27: float32[4] = multiply %26, %22
                %28: float32[4, 2] = broadcast %27 axes [0]
                %29: float32[4, 2] = multiply %25, %28
                %30: float32[4, 2] = subtract %24, %29
                %31: float32[2] = reduce sum %30 axes [0]
                %32: float32[4, 5] = dot %30, %5 contracting [1] with [1]
                %33: float32[5, 2] = dot %10, %30 contracting [0] with [0]
                %34: float32[] = constant 0.0
                %35: float32[4, 5] = broadcast %34 axes []
                %36: bool[4, 5] = greater %10, %35
                %37: float32[4, 5] = select %36, %32, %35
                %38: float32[5] = reduce sum %37 axes [0]
                %39: float32[3, 5] = dot %0, %37 contracting [0] with [0]
                %40: float32[3, 5] = broadcast %2 axes []
                %41: float32[3, 5] = multiply %39, %40
                %42: float32[3, 5] = subtract %3, %41
                %43: float32[5] = broadcast %2 axes []
                %44: float32[5] = multiply %38, %43
                %45: float32[5] = subtract %4, %44
                %46: float32[5, 2] = broadcast %2 axes []
                %47: float32[5, 2] = multiply %33, %46
                %48: float32[5, 2] = subtract %5, %47
                %49: float32[2] = broadcast %2 axes []
                %50: float32[2] = multiply %31, %49
                %51: float32[2] = subtract %6, %50
                return %20
                "w1" <- %42
                "b1" <- %45
                "w2" <- %48
                "b2" <- %51
                """)
    }
}
