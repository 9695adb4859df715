import SumiCPU
import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

@Suite("Random graphs on the CPU engine")
struct RandomGraphTests {
    /// Whether two results are equal but for rounding: float32 against Double, through some forty operations.
    func agree(_ a: Tensor, _ b: Tensor) -> Bool {
        let scale = b.doubles.reduce(1) { $1.isFinite ? max($0, abs($1)) : $0 }
        return a.shape == b.shape
            && zip(a.doubles, b.doubles).allSatisfy { x, y in
                x == y || x.isNaN && y.isNaN || abs(x - y) <= 2e-4 * scale
            }
    }

    @Test("agree with the reference, however they are fused", arguments: 0..<300)
    func outputs(seed: Int) throws {
        var random = RandomGraph(seed: UInt64(seed))
        let graph = try random.graph()
        let inputs = random.inputs.map { ProgramInput.tensor($0) }
        let reference = ReferenceEngine()
        let expected = try reference.compile(graph, state: reference.makeState()).run(inputs)
        for engine in [CPUEngine(threads: 2), CPUEngine(threads: 2).forcingChains()] {
            let found = try engine.compile(graph, state: engine.makeState()).run(inputs)
            #expect(zip(found, expected).allSatisfy(agree), "seed \(seed)")
        }
    }

    @Test("of convolutions and windows agree too", arguments: 0..<200)
    func networks(seed: Int) throws {
        var random = RandomNetwork(seed: UInt64(seed))
        let graph = try random.graph()
        let inputs = random.inputs.map { ProgramInput.tensor($0) }
        let (reference, engine) = (ReferenceEngine(), CPUEngine(threads: 2))
        let expected = try reference.compile(graph, state: reference.makeState()).run(inputs)
        let found = try engine.compile(graph, state: engine.makeState()).run(inputs)
        #expect(zip(found, expected).allSatisfy(agree), "seed \(seed)")
    }

    @Test("of blocks with Winograd's convolutions agree too, on every instruction set", arguments: 0..<150)
    func blocks(seed: Int) throws {
        var random = RandomNetwork(seed: UInt64(seed), hasBlocks: true)
        let graph = try random.graph()
        let reference = ReferenceEngine()
        let program = try reference.compile(graph, state: reference.makeState())
        func run(_ program: any Program, _ inputs: [Tensor]) throws -> [Tensor] {
            try program.run(inputs.map { .tensor($0) })
        }
        let expected = try run(program, random.inputs)
        for isa in InstructionSet.available {
            for precision in [CPUEngine.Precision.standard, .fast] {
                var engine = CPUEngine(instructionSet: isa, threads: 2, precision: precision).forcingWinograd()
                if seed % 2 == 1 { engine = engine.forcingChains() }
                let found = try run(try engine.compile(graph, state: engine.makeState()), random.inputs)
                if zip(found, expected).allSatisfy(agree) { continue }
                // Rounding may tip a maximum or a ReLU over; then the reference's own result jumps as well.
                let jumps = try (0..<8).contains { direction in
                    let moved = try run(program, try random.movedInputs(by: 1e-5, direction: direction))
                    return !zip(moved, expected).allSatisfy(agree)
                }
                #expect(jumps, "seed \(seed), \(isa), \(precision)")
            }
        }
    }

    @Test("of blocks that only infer agree too, whatever becomes part of their weights", arguments: 0..<150)
    func inference(seed: Int) throws {
        var random = RandomNetwork(seed: UInt64(seed), hasBlocks: true, hasGradients: false)
        let (graph, inputs) = (withWeights(try random.graph()), random.inputs)
        func run(_ engine: any Engine, _ values: [Tensor]) throws -> [Tensor] {
            let state = engine.makeState()
            for (variable, value) in zip(graph.variables, values[graph.inputs.count...]) {
                try state.write(variable.name, value)
            }
            return try engine.compile(graph, state: state).run(values[..<graph.inputs.count].map { .tensor($0) })
        }
        let expected = try run(ReferenceEngine(), inputs)
        for isa in InstructionSet.available {
            for precision in CPUEngine.Precision.allCases {
                var engine = CPUEngine(instructionSet: isa, threads: 2, precision: precision).forcingWinograd()
                if seed % 2 == 1 { engine = engine.forcingChains() }
                let found = try run(engine, inputs)
                if zip(found, expected).allSatisfy(agree) { continue }
                let jumps = try (0..<8).contains { direction in
                    let moved = try run(ReferenceEngine(), try random.movedInputs(by: 1e-5, direction: direction))
                    return !zip(moved, expected).allSatisfy(agree)
                }
                #expect(jumps, "seed \(seed), \(isa), \(precision)")
            }
        }
    }

    /// The graph with all inputs as variables but the first two: a key and an image.
    func withWeights(_ graph: Graph) -> Graph {
        var graph = graph
        for (id, node) in graph.nodes.enumerated() {
            if case .input(let index) = node.operation, index > 1 {
                graph.nodes[id].operation = .variable(index - 2)
            }
        }
        graph.variables = Array(graph.inputs[2...])
        graph.inputs.removeSubrange(2...)
        return graph
    }

    /// The graph with its inputs as variables, which nodes of their type replace.
    func withVariables(_ graph: Graph, seed: Int) -> Graph {
        var graph = graph
        var generator = TestGenerator(seed: UInt64(seed) &+ 1)
        for (id, node) in graph.nodes.enumerated() {
            if case .input(let index) = node.operation { graph.nodes[id].operation = .variable(index) }
        }
        (graph.variables, graph.inputs) = (graph.inputs, [])
        for (index, variable) in graph.variables.enumerated() {
            let fitting = graph.nodes.indices.filter { graph.nodes[$0].type == variable.type }
            guard let value = fitting.randomElement(using: &generator) else { continue }
            graph.updates.append(Update(variable: index, value: value))
        }
        return graph
    }

    @Test("update their variables all at once, wherever the new values are written", arguments: 0..<300)
    func updates(seed: Int) throws {
        var random = RandomGraph(seed: UInt64(seed))
        let graph = withVariables(try random.graph(), seed: seed)
        let engines: [any Engine] = [ReferenceEngine(), CPUEngine(threads: 2)]
        let results = try engines.map { engine in
            let state = engine.makeState()
            for (variable, value) in zip(graph.variables, random.inputs) { try state.write(variable.name, value) }
            let program = try engine.compile(graph, state: state)
            let outputs = try program.run([])
            return try outputs + graph.variables.map { try state.read($0.name) }
        }
        #expect(zip(results[1], results[0]).allSatisfy(agree), "seed \(seed)")
    }
}
