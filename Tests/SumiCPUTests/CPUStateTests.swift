import SumiCPU
import SumiGraph
import SumiTensor
import Testing

@Suite("The CPU engine's state")
struct CPUStateTests {
    let engine = CPUEngine(threads: 1)

    func numbers(_ shape: Shape, _ values: [Double], _ elementType: ElementType = .float32) -> Tensor {
        Tensor(shape: shape, doubles: values, elementType: elementType)
    }

    /// A state with the variables `values`, all of shape [2].
    func state(_ values: [String: [Double]]) throws -> any EngineState {
        let state = engine.makeState()
        for (name, value) in values { try state.write(name, numbers([2], value)) }
        return state
    }

    @Test("a step reads the variables of before and stores all updates at once")
    func swap() throws {
        let trace = Trace()
        let (a, b) = (trace.variable("a", TensorType([2])), trace.variable("b", TensorType([2])))
        let c = trace.variable("c", TensorType([2]))
        trace.update("a", to: b)
        trace.update("b", to: a)
        trace.update("c", to: a + b + c)
        let state = try state(["a": [1, 2], "b": [10, 20], "c": [100, 200]])
        let program = try engine.compile(try trace.graph(outputs: [a, c]), state: state)
        #expect(try program.run([]) == [numbers([2], [1, 2]), numbers([2], [100, 200])])
        #expect(try state.read("a") == numbers([2], [10, 20]))
        #expect(try state.read("b") == numbers([2], [1, 2]))
        #expect(try state.read("c") == numbers([2], [111, 222]))
        #expect(try program.run([]) == [numbers([2], [10, 20]), numbers([2], [111, 222])])
        #expect(try state.read("a") == numbers([2], [1, 2]))
    }

    @Test("a value that is read after its variable's update is the old one")
    func readAfterUpdate() throws {
        let trace = Trace()
        let w = trace.variable("w", TensorType([2, 2]))
        let x = trace.input("x", TensorType([2, 2]))
        trace.update("w", to: w + 1)
        let later = x.matmul(w).matmul(w)
        let state = engine.makeState()
        try state.write("w", numbers([2, 2], [1, 2, 3, 4]))
        let program = try engine.compile(try trace.graph(outputs: [later]), state: state)
        let unit = numbers([2, 2], [1, 0, 0, 1])
        #expect(try program.run([.tensor(unit)]) == [numbers([2, 2], [7, 10, 15, 22])])
        #expect(try state.read("w") == numbers([2, 2], [2, 3, 4, 5]))
        // The packed copy of the weights is made again.
        #expect(try program.run([.tensor(unit)]) == [numbers([2, 2], [16, 21, 28, 37])])
        try state.write("w", unit)
        #expect(try program.run([.tensor(unit)]) == [unit])
    }

    @Test("a variable that is gone, or another, is an error and no crash")
    func removal() throws {
        let trace = Trace()
        let a = trace.variable("a", TensorType([2]))
        let graph = try trace.graph(outputs: [a + 1])
        let state = try state(["a": [1, 2]])
        let program = try engine.compile(graph, state: state)
        state.remove("a")
        #expect(throws: EngineError.self) { try program.run([]) }
        #expect(throws: EngineError.self) { try engine.compile(graph, state: state) }
        try state.write("a", numbers([3], [1, 2, 3]))
        #expect(throws: EngineError.self) { try program.run([]) }
        #expect(throws: EngineError.self) { try engine.compile(graph, state: state) }
        #expect(throws: EngineError.self) { try state.write("a", numbers([2], [1, 2])) }
        #expect(throws: EngineError.self) { try state.read("b") }
        #expect(state.variables == [Parameter("a", TensorType([3]))])
    }

    @Test("inputs that do not fit are refused by name; others are gathered and converted")
    func inputs() throws {
        let trace = Trace()
        let x = trace.input("pixels", TensorType([2, 3]))
        let labels = trace.input("labels", TensorType([2], .int32))
        let program = try engine.compile(try trace.graph(outputs: [x, labels]), state: engine.makeState())
        let (good, whole) = (numbers([2, 3], [1, 2, 3, 4, 5, 6], .uint8), numbers([2], [1, 2], .int32))
        #expect(throws: EngineError("the program takes 2 inputs and was given 1")) { try program.run([.tensor(good)]) }
        #expect(throws: EngineError("input \"labels\" is int32 and was given float32")) {
            try program.run([.tensor(good), .tensor(numbers([2], [1, 2]))])
        }
        #expect(throws: EngineError("input \"pixels\" was given row 2 of a tensor with the rows 0..<2")) {
            try program.run([.rows(good, indices: [0, 2]), .tensor(whole)])
        }
        let outputs = try program.run([.rows(good, indices: [1, 0]), .rows(whole, indices: [1, 1])])
        #expect(outputs[0] == numbers([2, 3], [4, 5, 6, 1, 2, 3]))
        #expect(outputs[1] == numbers([2], [2, 2], .int32))
    }

    @Test("inputs are read where the caller has them, and never written")
    func given() throws {
        let trace = Trace()
        let x = trace.input("x", TensorType([2, 40]))
        let graph = try trace.graph(outputs: [(x * 2 + 1).tanh().relu()])
        let program = try engine.compile(graph, state: engine.makeState())
        func values(_ rows: [Int]) -> Tensor {
            numbers([rows.count, 40], rows.flatMap { row in (0..<40).map { Double(row * 40 + $0) / 100 - 0.8 } })
        }
        let all = values([0, 1, 2, 3, 4])
        for rows in [[0, 1], [3, 4], [2, 1], [4, 4]] {
            let expected = try program.run([.tensor(values(rows))])
            #expect(try program.run([.rows(all, indices: rows[...])]) == expected, "\(rows)")
        }
        #expect(all == values([0, 1, 2, 3, 4]))
    }

    @Test("random bits read their key as three numbers, not as a tensor of as many as there are bits")
    func key() throws {
        func arena(_ value: (Trace) -> TracedTensor) throws -> Int {
            let trace = Trace()
            let program = try engine.compile(try trace.graph(outputs: [value(trace)]), state: engine.makeState())
            return try #require(program as? CPUProgram).arenaBytes
        }
        let bits = try arena { $0.input("key", TensorType([3], .uint32)).randomBits([1001], stream: 7) }
        // One register less than what takes two, and the key.
        let two = try arena { $0.iota(TensorType([1001], .uint32), axis: 0) }
        #expect(bits < two)
    }

    @Test("settings that no machine can honour are told at the first use")
    func settings() throws {
        let trace = Trace()
        let graph = try trace.graph(outputs: [trace.constant(1)])
        for engine in [CPUEngine(threads: 0), CPUEngine(threads: -3), CPUEngine(threads: 1 << 20)] {
            #expect(throws: EngineError.self) { try engine.compile(graph, state: engine.makeState()) }
        }
        for isa in InstructionSet.allCases where !InstructionSet.available.contains(isa) {
            let engine = CPUEngine(instructionSet: isa)
            #expect(throws: EngineError.self) { try engine.compile(graph, state: engine.makeState()) }
        }
        #expect(InstructionSet.available.contains(.best))
    }
}
