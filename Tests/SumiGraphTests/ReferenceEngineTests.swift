import SumiGraph
import SumiTensor
import Testing

@Suite("The reference engine")
struct ReferenceEngineTests {
    /// Runs a graph without variables in double precision.
    func run(_ inputs: [Tensor], _ body: (Trace, [TracedTensor]) -> [TracedTensor]) throws -> [Tensor] {
        let trace = Trace()
        let traced = inputs.enumerated().map {
            trace.input("x\($0)", TensorType($1.shape, $1.elementType == .float64 ? .float32 : $1.elementType))
        }
        let graph = try trace.graph(outputs: body(trace, traced))
        let engine = ReferenceEngine(precision: .double)
        return try engine.compile(graph, state: engine.makeState()).run(inputs.map { .tensor($0) })
    }

    func numbers(_ shape: Shape, _ values: [Double], _ elementType: ElementType = .float64) -> Tensor {
        Tensor(shape: shape, doubles: values, elementType: elementType)
    }

    @Test("keeps the digits of float64 inputs")
    func keepsDigits() throws {
        let y = try run([numbers([1], [1 + 1e-12])]) { _, x in [x[0] - 1] }
        #expect(abs(y[0].doubles[0] - 1e-12) < 1e-15)
    }

    @Test("whole numbers wrap around at 32 bits")
    func wraps() throws {
        let y = try run([numbers([2], [4_294_967_295, 65537], .uint32), numbers([2], [2_147_483_647, -3], .int32)]) {
            [$1[0] * $1[0], $1[1] + $1[1], $1[0] + 1, -$1[1]]
        }
        #expect(y[0].doubles == [1, 131073])
        #expect(y[1].doubles == [-2, -6])
        #expect(y[2].doubles == [0, 65538])
        #expect(y[3].doubles == [-2_147_483_647, 3])
    }

    @Test("extremes of nothing are infinite, its sum is 0")
    func emptyReductions() throws {
        let y = try run([numbers([2, 0], [])]) { _, x in
            [x[0].sum(axes: [1]), x[0].max(axes: [1]), x[0].min(axes: [1])]
        }
        #expect(y.map { $0.doubles[0] } == [0, -.infinity, .infinity])
    }

    @Test("the first maximum wins, and NaN over all")
    func argMax() throws {
        let y = try run([numbers([3, 3], [1, 3, 3, .nan, 5, .nan, -1, -1, -2])]) { _, x in [x[0].argMax()] }
        #expect(y[0].doubles == [1, 0, 0])
    }

    @Test("padding wins no window, and an average does not count it")
    func windows() throws {
        let window = WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [Margin(1, 1), Margin(1, 1)])
        let y = try run([numbers([1, 2, 2, 1], [-1, -2, -3, -4])]) { _, x in
            [x[0].windowArgMax(window), x[0].windowMax(window), x[0].windowAverage(window)]
        }
        #expect(y[0].doubles == [0, 1, 2, 3])
        #expect(y[1].doubles == [-1, -2, -3, -4])
        #expect(y[2].doubles == [-1, -2, -3, -4])
    }

    @Test("an index out of range reads zero and adds nothing")
    func indicesOutOfRange() throws {
        let y = try run([numbers([2, 2], [1, 2, 3, 4]), numbers([3], [1, -1, 2], .int32)]) { _, x in
            let rows = x[0].gathered(x[1], .slices(axis: 0))
            return [rows, (rows + 1).scatterAdded(x[1], .slices(axis: 0), size: 2)]
        }
        #expect(y[0].doubles == [3, 4, 0, 0, 0, 0])
        #expect(y[1].doubles == [0, 0, 4, 5])
    }

    @Test("a loop from the end stacks what it forms at the element's place")
    func reverseScan() throws {
        let y = try run([numbers([3], [1, 10, 100])]) { trace, x in
            let result = trace.scan(carries: [trace.constant(0)], sequences: [x[0]], isReversed: true) {
                carry, element in
                let sum = carry[0] + element[0]
                return ([sum], [sum])
            }
            return result.carries + result.outputs
        }
        #expect(y[0].doubles == [111])
        #expect(y[1].doubles == [111, 110, 100])
    }

    @Test("random words are those of Philox 4x32-10")
    func randomBits() throws {
        // The known answers of Random123: counter and key all zeros, and all ones.
        let y = try run([numbers([3], [0, 0, 0], .uint32)]) { _, key in [key[0].randomBits([5], stream: 0)] }
        #expect(y[0].doubles.prefix(4) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
        #expect(y[0].shape == [5])
    }

    @Test("a step reads the variables of before and stores all updates at once")
    func updates() throws {
        let trace = Trace()
        let (a, b) = (trace.variable("a", TensorType([2])), trace.variable("b", TensorType([2])))
        trace.update("a", to: b)
        trace.update("b", to: a + b)
        let graph = try trace.graph(outputs: [a])
        let engine = ReferenceEngine()
        let state = engine.makeState()
        try state.write("a", numbers([2], [1, 2], .float32))
        try state.write("b", numbers([2], [10, 20], .float32))
        let output = try engine.compile(graph, state: state).run([])
        #expect(output == [numbers([2], [1, 2], .float32)])
        #expect(try state.read("a") == numbers([2], [10, 20], .float32))
        #expect(try state.read("b") == numbers([2], [11, 22], .float32))
    }

    @Test("inputs that do not fit are refused by name")
    func refusals() throws {
        let trace = Trace()
        let x = trace.input("pixels", TensorType([2, 3]))
        let labels = trace.input("labels", TensorType([2], .int32))
        let graph = try trace.graph(outputs: [x, labels])
        let engine = ReferenceEngine()
        let program = try engine.compile(graph, state: engine.makeState())
        let (good, whole) = (numbers([2, 3], [1, 2, 3, 4, 5, 6], .uint8), numbers([2], [1, 2], .int32))
        #expect(throws: EngineError("the program takes 2 inputs and was given 1")) { try program.run([.tensor(good)]) }
        #expect(throws: EngineError("input \"pixels\" has the shape [2, 3] and was given [2]")) {
            try program.run([.tensor(whole), .tensor(whole)])
        }
        #expect(throws: EngineError("input \"labels\" is int32 and was given float32")) {
            try program.run([.tensor(good), .tensor(numbers([2], [1, 2], .float32))])
        }
        #expect(throws: EngineError("input \"pixels\" was given row 2 of a tensor with the rows 0..<2")) {
            try program.run([.rows(good, indices: [0, 2]), .tensor(whole)])
        }
        let outputs = try program.run([.rows(good, indices: [1, 0]), .rows(whole, indices: [1, 1])])
        #expect(outputs[0] == numbers([2, 3], [4, 5, 6, 1, 2, 3], .float32))
        #expect(outputs[1] == numbers([2], [2, 2], .int32))
    }
}
