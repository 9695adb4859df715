import SumiCPU
import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

/// What follows from variables alone is computed when one of them has changed, not in each run.
struct KeptValueTests {
    func numbers(_ shape: Shape, _ seed: UInt64) -> Tensor {
        var generator = TestGenerator(seed: seed)
        return Tensor(shape: shape, doubles: generator.numbers(shape.count, in: 0.2...1.5), elementType: .float32)
    }

    /// A convolution, what batch normalization does to it, a dense layer with a square of weights, and a penalty.
    func network(batch: Int) throws -> Graph {
        let trace = Trace()
        let x = trace.input("x", TensorType([batch, 6, 6, 3]))
        func variable(_ name: String, _ shape: Shape) -> TracedTensor { trace.variable(name, TensorType(shape)) }
        let kernel = variable("kernel", [3, 3, 3, 20])
        let same = ConvolutionGeometry(strides: [1, 1], dilations: [1, 1], margins: [Margin(1, 1), Margin(1, 1)])
        let y = (x.convolved(with: kernel, same) - variable("mean", [20])) * variable("scale", [20])
        let hidden = (y + variable("beta", [20])).relu().mean(axes: [1, 2])
        let dense = variable("dense", [20, 20])
        return try trace.graph(outputs: [hidden.matmul(dense.matmul(dense)), (kernel * kernel).sum(), dense * 2])
    }

    func fill(_ state: any EngineState, _ graph: Graph, seed: UInt64) throws {
        for (index, variable) in graph.variables.enumerated() {
            try state.write(variable.name, numbers(variable.type.shape, seed + UInt64(index)))
        }
    }

    func agree(_ a: [Tensor], _ b: [Tensor]) -> Bool {
        zip(a, b).allSatisfy { a, b in
            a.shape == b.shape && zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) }
        }
    }

    @Test("copies are renewed when any of their variables changes", arguments: InstructionSet.available)
    func renewed(_ isa: InstructionSet) throws {
        for engine in [CPUEngine(instructionSet: isa, threads: 2), CPUEngine(instructionSet: isa).forcingWinograd()] {
            let (reference, input) = (ReferenceEngine(), numbers([2, 6, 6, 3], 1))
            let graph = try network(batch: 2)
            let states = [reference.makeState(), engine.makeState()]
            for state in states { try fill(state, graph, seed: 10) }
            let programs = [
                try reference.compile(graph, state: states[0]), try engine.compile(graph, state: states[1]),
            ]
            func outputs() throws -> [[Tensor]] { try programs.map { try $0.run([.tensor(input)]) } }
            var last = try outputs()
            #expect(agree(last[1], last[0]))
            for variable in graph.variables {
                for state in states { try state.write(variable.name, numbers(variable.type.shape, 99)) }
                let found = try outputs()
                #expect(agree(found[1], found[0]), "\(variable.name)")
                #expect(found[1] != last[1], "\(variable.name)")
                #expect(try programs[1].run([.tensor(input)]) == found[1])
                last = found
            }
        }
    }

    @Test("only steps that weights alone decide are named as such")
    func steps() throws {
        let engine = CPUEngine(threads: 1)
        let graph = try network(batch: 2)
        let state = engine.makeState()
        try fill(state, graph, seed: 3)
        let text = "\(try engine.compile(graph, state: state))"
        let once = text.split(separator: "\n").filter { $0.hasPrefix("once: ") }
        let others = text.split(separator: "\n").filter { !$0.hasPrefix("once: ") && $0 != "pack" }
        // The kernel's, the bias, the square of weights, the penalty and the output of weights.
        #expect(once.count == 5, "\(text)")
        #expect(others.prefix(4) == ["convolution + bias + relu", "reduce", "divide", "product"], "\(text)")
        let exact = CPUEngine(threads: 1, precision: .exact)
        #expect("\(try exact.compile(graph, state: state))".contains("convolution, subtract multiply add relu"))
    }

    @Test("a step that changes a variable computes what follows from it anew")
    func updates() throws {
        let trace = Trace()
        let (a, b) = (trace.variable("a", TensorType([2, 2])), trace.variable("b", TensorType([2, 2])))
        let x = trace.input("x", TensorType([2, 2]))
        trace.update("a", to: a + 1)
        let graph = try trace.graph(outputs: [x.matmul(a * 2), x.matmul(b * 2)])
        let engine = CPUEngine(threads: 1)
        let state = engine.makeState()
        let unit = Tensor(shape: [2, 2], doubles: [1, 0, 0, 1], elementType: .float32)
        for name in ["a", "b"] { try state.write(name, unit) }
        let program = try engine.compile(graph, state: state)
        for step in 0..<3 {
            let outputs = try program.run([.tensor(unit)])
            let extra = 2 * Double(step)
            #expect(outputs[0].doubles == [2 + extra, extra, extra, 2 + extra])
            #expect(outputs[1].doubles == [2, 0, 0, 2])
        }
        // Another program changes what the first one keeps.
        let other = Trace()
        other.update("b", to: other.variable("b", TensorType([2, 2])) * 3)
        _ = try engine.compile(try other.graph(outputs: []), state: state).run([])
        #expect(try program.run([.tensor(unit)])[1].doubles == [6, 0, 0, 6])
    }

    @Test("programs of several batch sizes and readers of the state share copies and see changes")
    func shared() throws {
        let (engine, reference) = (CPUEngine(threads: 1), ReferenceEngine())
        let graphs = try [1, 2, 5].map(network)
        let states = [reference.makeState(), engine.makeState()]
        for state in states { try fill(state, graphs[0], seed: 20) }
        let reader = try engine.makeReader(of: states[1])
        let programs = try graphs.map { graph in
            try [
                reference.compile(graph, state: states[0]), engine.compile(graph, state: states[1]),
                engine.compile(graph, state: reader),
            ]
        }
        for seed: UInt64 in [20, 40, 60] {
            for state in states { try fill(state, graphs[0], seed: seed) }
            for (graph, programs) in zip(graphs, programs) {
                let input = numbers(graph.inputs[0].type.shape, 5)
                let outputs = try programs.map { try $0.run([.tensor(input)]) }
                #expect(agree(outputs[1], outputs[0]) && outputs[1] == outputs[2], "seed \(seed)")
            }
        }
    }

    @Test("a variable that was removed and written anew is another one")
    func removed() throws {
        let graph = try network(batch: 1)
        let (engine, reference) = (CPUEngine(threads: 1), ReferenceEngine())
        let (state, other) = (engine.makeState(), reference.makeState())
        let input = numbers([1, 6, 6, 3], 5)
        for seed: UInt64 in [1, 2] {
            for variable in graph.variables { state.remove(variable.name) }
            try fill(state, graph, seed: seed)
            try fill(other, graph, seed: seed)
            let found = try engine.compile(graph, state: state).run([.tensor(input)])
            #expect(agree(found, try reference.compile(graph, state: other).run([.tensor(input)])))
        }
    }

    @Test("a loop reads what is kept around it")
    func loops() throws {
        let trace = Trace()
        let xs = trace.input("xs", TensorType([4, 2, 3]))
        let (a, b) = (trace.variable("a", TensorType([3, 3])), trace.variable("b", TensorType([3])))
        let (weights, bias) = (a.matmul(a), b * b)
        let loop = trace.scan(carries: [trace.zeros(TensorType([2, 3]))], sequences: [xs]) { carries, elements in
            let next = (carries[0].matmul(weights) + elements[0] * bias).tanh()
            return ([next], [next])
        }
        let graph = try trace.graph(outputs: loop.outputs + loop.carries)
        let input = numbers([4, 2, 3], 5)
        let outputs = try [ReferenceEngine() as any Engine, CPUEngine(threads: 2)].map { engine in
            let state = engine.makeState()
            try fill(state, graph, seed: 8)
            let program = try engine.compile(graph, state: state)
            let first = try program.run([.tensor(input)])
            try state.write("a", numbers([3, 3], 30))
            return try first + program.run([.tensor(input)])
        }
        #expect(agree(outputs[1], outputs[0]))
    }
}
