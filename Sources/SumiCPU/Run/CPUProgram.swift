import CSumiKernels
import SumiGraph
import SumiTensor

/// A graph as a list of fused steps over one arena.
public final class CPUProgram: Program {
    private let state: CPUState
    private let workers: WorkerPool
    private let parameters: [Parameter]
    private let variables: [(parameter: Parameter, variable: CPUVariable, isUpdated: Bool)]
    private let inputs: [Slot]
    private let outputs: [(slot: Slot, type: TensorType)]
    private let steps: [any Step]
    /// Those that run also where no variable has changed since the last run.
    private let lasting: [any Step]
    /// The sum of all variables' versions in the last run.
    private var lastVersion = -1
    private let execution: Execution
    private let slotBytes: Int
    private var hasDerived = false
    /// Who measures the steps, and the program's number there.
    private var profile: (profiler: StepProfiler, number: Int)?

    /// Bytes that a run works in, besides inputs, outputs and variables of the caller.
    public var arenaBytes: Int { slotBytes + execution.scratchBytes(threads: workers.threads) }

    /// Bytes of constants, which each program keeps.
    public let constantBytes: Int

    init(_ graph: Graph, state: CPUState, settings: EngineSettings, workers: WorkerPool) throws(EngineError) {
        try Self.checkTypes(of: graph)
        guard state.source == nil || graph.updates.isEmpty else {
            throw EngineError("the graph changes variables of a state that is only read")
        }
        self.state = state
        self.workers = workers
        parameters = graph.inputs
        let held = try state.variables(of: graph)
        let updated = Set(graph.updates.map(\.variable))
        variables = zip(graph.variables, held).enumerated().map { ($1.0, $1.1, updated.contains($0)) }
        let table = SlotTable(variables: held)
        let simplified = graph.simplified()
        let plan = KeptValues(settings.foldsScales ? simplified.foldScales() : simplified)
        let planner = GraphPlanner(plan.graph, table, kernels: settings.kernels, winograd: settings.winograd)
        let computed = plan.values.map { value in
            state.computed(value.definition, of: value.sources.map { held[$0] })
        }
        try planner.planKeptValues(plan.values, computed, first: held.count)
        try planner.plan()
        outputs = planner.planOutputsAndUpdates()
        inputs = planner.inputs
        let chained = ImageChains.chained(
            planner.prologue + planner.steps, level: planner.level, in: table, threads: settings.threads,
            isForced: settings.forcesChains)
        steps = KernelUpdates.fused(
            chained, planner.renewals, in: table, panelWidth: settings.kernels.pointee.panel_width,
            isForced: settings.forcesChains)
        lasting = steps.filter { !$0.isKept }
        let arena = ArenaPlan(steps, level: planner.level, in: table)
        slotBytes = AlignedMemory.aligned(arena.bytes)
        constantBytes = table.constants.count
        execution = Execution(table, kernels: settings.kernels, scratchBytes: steps.map(\.scratchBytes).max() ?? 0)
        guard let profiler = settings.profiler else { return }
        let kept = table.variables.map(\.memory.bytes) + table.copies.map(\.memory.bytes)
        let program = StepProfiler.Program(
            steps: steps.flatMap { step in
                let inner = (step as? ImageChainStep).map { $0.steps as [any Step] }
                return (inner ?? [step]).map { StepProfiler.Step($0, table) }
            },
            plannedBytes: arenaBytes + constantBytes + kept.reduce(0, +))
        profile = (profiler, profiler.add(program))
    }

    public func run(_ given: [ProgramInput]) throws -> [Tensor] {
        if hasDerived { return try runInTurn(given) }
        // Copies that are derived from variables are made in the first run; of variables that nobody changes, later
        // runs only read them.
        let results = try state.whileDeriving { try runInTurn(given) }
        hasDerived = true
        return results
    }

    private func runInTurn(_ given: [ProgramInput]) throws -> [Tensor] {
        try state.turn.withLock { _ in
            try InputBinding.check(given, parameters)
            for (parameter, variable, _) in variables where !variable.isPresent {
                throw EngineError(
                    "variable \"\(parameter.name)\" was removed from the state after the program was compiled")
            }
            let pool = try workers.acquire()
            defer { workers.release(pool) }
            execution.begin(arena: state.arena(bytes: arenaBytes), slotBytes: slotBytes, pool: pool)
            for ((input, parameter), slot) in zip(zip(given, parameters), inputs) {
                if let place = InputBinding.place(input, parameter) {
                    execution[slot] = place
                } else {
                    InputBinding.bind(input, parameter, to: execution[slot])
                }
            }
            return withExtendedLifetime(given) {
                let mode = sumi_fp_enter()
                execute()
                sumi_fp_leave(mode)
                for (_, variable, isUpdated) in variables where isUpdated { variable.version += 1 }
                return outputs.map { Tensor(type: $0.type, bytes: execution[$0.slot]) }
            }
        }
    }

    private func execute() {
        guard let (profiler, number) = profile, profiler.isOn else {
            // Many variables are looked at once, not by each of the steps that make copies of them.
            let version = variables.reduce(0) { $0 + $1.variable.version }
            for step in version == lastVersion ? lasting : steps { step.execute(execution) }
            lastVersion = version
            return
        }
        let start = ContinuousClock.now
        var times: [(start: Double, duration: Double)] = []
        for step in steps {
            var begin = (ContinuousClock.now - start) / .seconds(1)
            for duration in duration(of: step) {
                times.append((begin, duration))
                begin += duration
            }
        }
        profiler.measured(number, times)
    }

    /// Runs a step. Returns how many seconds it takes, or each step of a chain.
    private func duration(of step: any Step) -> [Double] {
        if let chain = step as? ImageChainStep { return chain.measured(execution) }
        return [ContinuousClock().measure { step.execute(execution) } / .seconds(1)]
    }

    // MARK: Types

    /// Whether the engine computes in a type; the others are storage only.
    static func computes(in elementType: ElementType) -> Bool {
        switch elementType {
        case .float32, .int32, .uint8, .uint32, .bool: true
        case .float64, .float16, .bfloat16: false
        }
    }

    private static func checkTypes(of graph: Graph) throws(EngineError) {
        for (id, node) in graph.nodes.enumerated() {
            guard computes(in: node.type.elementType) else {
                throw EngineError(
                    "node %\(id) (\(node.operation.name)) is \(node.type.elementType), in which the CPU engine does not "
                        + "compute; convert to float32 before")
            }
            if case .scan(let scan) = node.operation { try checkTypes(of: scan.body) }
        }
    }
}

extension CPUProgram: CustomStringConvertible {
    /// One line a step, then how much memory a run takes.
    public var description: String {
        func lines(_ steps: [any Step]) -> [String] {
            steps.flatMap { step in
                [step.name] + ((step as? ScanStep).map { lines($0.body).map { "    " + $0 } } ?? [])
            }
        }
        return (lines(steps) + ["\(arenaBytes) bytes of arena"]).joined(separator: "\n")
    }
}
