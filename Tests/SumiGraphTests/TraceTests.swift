import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

@Suite("Tracing")
struct TraceTests {
    @Test("keeps the first failure with the place where it happened, and throws it once asked for the graph")
    func firstFailure() throws {
        let trace = Trace()
        let x = trace.input("x", TensorType([2, 3]))
        trace.place = "model \"digits\", layer \"dense\""
        let wrong = x + trace.input("y", TensorType([4]))
        trace.place = "model \"digits\", layer \"later\""
        let later = (wrong * 2).reshaped([77]).matmul(x)
        #expect(later.isFailed)
        #expect(
            throws: TraceError(
                place: "model \"digits\", layer \"dense\"",
                "add of [2, 3] with [4]: from the last axis on, sizes must be equal or 1")
        ) { try trace.graph(outputs: [later]) }
        #expect(
            trace.failure?.description
                == "model \"digits\", layer \"dense\": add of [2, 3] with [4]: from the last axis on, sizes must be equal or 1"
        )
    }

    @Test("matmul names both sizes and what the weights were made for")
    func matmul() {
        let trace = Trace()
        _ = trace.input("x", TensorType([32, 784])).matmul(trace.variable("kernel", TensorType([400, 128])))
        #expect(
            trace.failure?.message
                == "matmul of [32, 784] with [400, 128]: the columns of the left must equal the rows of the right. "
                + "The weights were made for 400 features; they now receive 784.")
    }

    @Test("a missing axis reads as 1 and fails the trace")
    func missingAxis() {
        let trace = Trace()
        let x = trace.input("x", TensorType([2, 3]))
        #expect(x.dimension(-1) == 3 && x.dimension(-2) == 2)
        #expect(trace.failure == nil)
        #expect(x.dimension(2) == 1)
        #expect(trace.failure?.message == "there is no axis 2 in a tensor of shape [2, 3]")
        #expect(x.dimension(-9) == 1)
    }

    @Test("operators on axes that are not there fail without a trap")
    func missingAxes() {
        let attempts: [(TracedTensor) -> TracedTensor] = [
            { $0.sum(axes: [5]) }, { $0.mean(axes: [-3]) }, { $0.argMax(axis: 2) }, { $0.softmax(axis: 9) },
            { $0.reversed(axes: [4]) }, { $0.sliced(axis: 3, 0..<1) }, { $0.split(2, axis: 7)[0] },
            { $0.expandingDimensions(at: 4) }, { $0.expandingDimensions(at: -5) }, { $0.transposed([0]) },
            { $0.transposed([0, 2]) }, { $0.broadcast(to: [3]) }, { $0.split(0, axis: 0).first ?? $0.sum(axes: [9]) },
            { $0.split(-1, axis: 0).first ?? $0.sum(axes: [9]) }, { $0.matmul($0) }, { $0.sum().matmul($0) },
            { $0.gathered($0, .slices(axis: -1)) },
            { $0.windowMax(WindowGeometry(sizes: [], strides: [], margins: [])) },
            { TracedTensor.concatenated([$0, $0.sum()], axis: 1) ?? $0 }, { $0.shiftedRight(by: -1) }, { $0.not() },
        ]
        for (index, attempt) in attempts.enumerated() {
            let trace = Trace()
            let result = attempt(trace.input("x", TensorType([2, 3])))
            #expect(result.isFailed && trace.failure != nil, "attempt \(index)")
        }
    }

    @Test("tensors of another trace are refused everywhere")
    func otherTrace() {
        let attempts: [(Trace, TracedTensor, TracedTensor) -> Void] = [
            { _ = $1 + $2 }, { _ = $2 * $1 }, { _ = $1.matmul($2) }, { _ = ($1 .> 0).select($1, $2) },
            { _ = TracedTensor.concatenated([$1, $2], axis: 0) }, { _ = $0.append(.unary(.tanh), [$2]) },
            { _ = $0.gradients(of: [$1], withRespectTo: [$2]) }, { _ = $0.gradients(of: [$2], withRespectTo: [$1]) },
            { _ = $0.gradients(of: [$1], withRespectTo: [$1], upstream: [$2]) }, { _ = try? $0.graph(outputs: [$2]) },
            { trace, _, other in
                _ = trace.variable("w", TensorType([2, 2]))
                trace.update("w", to: other)
            },
            { trace, x, other in
                _ = trace.scan(carries: [x], sequences: [x]) { carry, _ in ([carry[0] + other], []) }
            },
            { trace, x, other in
                _ = trace.scan(carries: [x], sequences: [x]) { carry, _ in
                    let inner = carry[0].trace.scan(carries: carry, sequences: [x]) { inner, _ in
                        ([inner[0] * other], [])
                    }
                    return (inner.carries, [])
                }
            },
        ]
        for (index, attempt) in attempts.enumerated() {
            let (trace, another) = (Trace(), Trace())
            let (x, other) = (trace.input("x", TensorType([2, 2])), another.input("y", TensorType([2, 2])))
            attempt(trace, x, other)
            let failure = trace.failure ?? another.failure
            #expect(
                failure?.message == "a tensor of another trace is used here; each model is traced on its own",
                "attempt \(index)")
            #expect(throws: TraceError.self) {
                if let failure { throw failure }
            }
        }
    }

    @Test("a tensor that could not be formed elsewhere fails here")
    func failedElsewhere() {
        let (trace, another) = (Trace(), Trace())
        let broken = another.input("y", TensorType([2])).reshaped([3])
        let x = trace.input("x", TensorType([2])) + broken
        #expect(x.isFailed)
        #expect(throws: TraceError.self) { try trace.graph(outputs: [x]) }
    }

    @Test("bodies of loops capture what is around them, through any depth")
    func captures() throws {
        let trace = Trace()
        let (x, w) = (trace.input("x", TensorType([3, 2])), trace.variable("w", TensorType([2])))
        let loop = trace.scan(carries: [], sequences: [x]) { _, element in
            let inner = element[0].trace.scan(carries: [], sequences: [x]) { _, row in
                ([], [row[0] * w + element[0]])
            }
            return ([], [inner.outputs[0].sum(axes: [0])])
        }
        let engine = ReferenceEngine()
        let state = engine.makeState()
        try state.write("w", Tensor(shape: [2], doubles: [10, 100], elementType: .float32))
        let rows = Tensor(shape: [3, 2], doubles: [1, 2, 3, 4, 5, 6], elementType: .float32)
        let graph = try trace.graph(outputs: [loop.outputs[0]])
        let result = try engine.compile(graph, state: state).run([.tensor(rows)])
        // Σ rows · w + 3 · element
        #expect(result[0].doubles == [93, 1206, 99, 1212, 105, 1218])
    }

    @Test("variables are not declared in a loop's body, and its carries keep their types")
    func loopErrors() {
        var trace = Trace()
        let x = trace.input("x", TensorType([3, 2]))
        trace.place = "layer \"lstm\""
        _ = trace.scan(carries: [], sequences: [x]) { _, element in
            ([], [element[0] * element[0].trace.variable("w", TensorType([2]))])
        }
        #expect(
            trace.failure?.description
                == "layer \"lstm\": variable \"w\" is declared inside a scan body; read it before the loop")
        trace = Trace()
        let y = trace.input("x", TensorType([3, 2]))
        _ = trace.scan(carries: [y], sequences: [y]) { carry, _ in ([carry[0].sum()], []) }
        #expect(
            trace.failure?.message
                == "scan: carry 0 enters a round as float32[3, 2] and leaves it as float32[]; both must be the same")
        trace = Trace()
        let (a, b) = (trace.input("a", TensorType([3, 2])), trace.input("b", TensorType([4, 2])))
        _ = trace.scan(carries: [], sequences: [a, b]) { _, elements in ([], elements) }
        #expect(trace.failure?.message == "scan: operand 1 is float32[4, 2], the body takes float32[3, 2]")
        trace = Trace()
        _ = trace.scan(carries: [trace.constant(0)], sequences: [trace.constant(0)]) { carry, _ in (carry, []) }
        #expect(trace.failure?.message.hasPrefix("scan: at least one sequence with a first axis is needed") == true)
    }

    @Test("a variable reads what the step has given it")
    func variables() throws {
        let trace = Trace()
        let before = trace.variable("w", TensorType([]))
        trace.update("w", to: before + 1)
        trace.update("w", to: trace.variable("w", TensorType([])) * 10)
        let graph = try trace.graph(outputs: [trace.variable("w", TensorType([]))])
        let engine = ReferenceEngine()
        let state = engine.makeState()
        try state.write("w", Tensor(shape: [], doubles: [4], elementType: .float32))
        #expect(try engine.compile(graph, state: state).run([])[0].doubles == [50])
        #expect(try state.read("w").doubles == [50])
        _ = trace.variable("w", TensorType([2]))
        #expect(trace.failure?.message == "variable \"w\" is float32[] and is now asked for as float32[2]")
    }

    @Test("updates of what is not there, or of another type, fail")
    func wrongUpdates() {
        var trace = Trace()
        trace.update("w", to: trace.constant(1))
        #expect(trace.failure?.message == "there is no variable \"w\" to update")
        trace = Trace()
        _ = trace.variable("w", TensorType([2]))
        trace.update("w", to: trace.constant(1))
        #expect(trace.failure?.message == "variable \"w\" is float32[2] and cannot become float32[]")
    }

    @Test("gradients of whole numbers, and upstream gradients of another shape, fail")
    func wrongGradients() {
        var trace = Trace()
        let labels = trace.input("labels", TensorType([2], .int32))
        _ = trace.gradients(of: [labels], withRespectTo: [labels])
        #expect(trace.failure?.message.hasPrefix("gradient of a result of int32[2]") == true)
        trace = Trace()
        let x = trace.input("x", TensorType([2]))
        _ = trace.gradients(of: [x], withRespectTo: [x], upstream: [])
        #expect(trace.failure?.message.hasPrefix("gradient of 1 results from 0 upstream gradients") == true)
    }

    @Test("a source that has no part in the result has a gradient of zeros")
    func unrelated() throws {
        let trace = Trace()
        let (x, y) = (trace.input("x", TensorType([2])), trace.input("y", TensorType([3])))
        let graph = try trace.graph(outputs: trace.gradients(of: [x * 2], withRespectTo: [y, x]))
        let engine = ReferenceEngine()
        let values = [2, 3].map { Tensor(shape: [$0], doubles: (0..<$0).map(Double.init), elementType: .float32) }
        let results = try engine.compile(graph, state: engine.makeState()).run(values.map { .tensor($0) })
        #expect(results[0].doubles == [0, 0, 0] && results[1].doubles == [2, 2])
    }

    @Test("10,000 operations in a row are differentiated, simplified and run", arguments: [false, true])
    func depth(inLoop: Bool) throws {
        let trace = Trace()
        let (x, w) = (trace.input("x", TensorType([1, 2])), trace.input("w", TensorType([2])))
        func deep(_ x: TracedTensor) -> TracedTensor {
            (0..<5000).reduce(x) { value, _ in (value * w).sine() }
        }
        let y =
            inLoop
            ? trace.scan(carries: [], sequences: [x]) { _, element in ([], [deep(element[0])]) }.outputs[0] : deep(x)
        let gradients = trace.gradients(of: [y], withRespectTo: [x, w])
        let graph = try trace.graph(outputs: [y] + gradients).simplified()
        let engine = ReferenceEngine()
        let program = try engine.compile(graph, state: engine.makeState())
        let results = try program.run([
            .tensor(Tensor(shape: [1, 2], doubles: [0.5, 0], elementType: .float32)),
            .tensor(Tensor(shape: [2], doubles: [1, 1], elementType: .float32)),
        ])
        #expect(results[0].doubles[0] > 0.01 && results[0].doubles[1] == 0)
        #expect(results[1].doubles[1] == 1)
    }
}
