import SumiGraph
import SumiTensor

extension Model {
    /// The compiled step for batches of `count` samples like `samples`.
    func step(_ kind: StepKind, _ samples: Samples, count: Int) throws -> CompiledStep {
        let key = ProgramCache.Key(
            kind: kind,
            inputs: samples.inputs.map { .init(type: .init($0.tensor, count: count), divisor: $0.divisor) },
            targets: kind == .predict ? [] : samples.targets.map { .init($0, count: count) },
            sampleWeight: kind == .predict ? nil : samples.sampleWeight.map { .init($0, count: count) })
        if let step = programs.find(key) { return step }
        let step = try makeStep(key)
        programs.insert(step, for: key)
        return step
    }

    private func makeStep(_ key: ProgramCache.Key) throws -> CompiledStep {
        let network = try assembled(for: key.inputs.map(\.type.shape))
        let trace = Trace()
        var feeds: [CompiledStep.Feed] = []
        func input(_ feed: CompiledStep.Feed, _ name: String, _ type: TensorType) -> TracedTensor {
            feeds.append(feed)
            return trace.input(name, type)
        }
        trace.place = place
        let inputs = key.inputs.enumerated().map { index, item in
            let wanted = network.inputs[index].entry.inputSettings?.elementType ?? .float32
            // An engine takes data of any type for a float32 input, and converts it batch by batch.
            let x = input(.input(index), "x\(index)", TensorType(item.type.shape, wanted))
            return item.divisor.map { x / $0 } ?? x
        }
        let targets = key.targets.enumerated().map { index, item in
            let isWhole = [.int32, .uint8, .uint32].contains(item.elementType)
            let type = isWhole ? item.elementType : .float32
            let y = input(.target(index), "y\(index)", TensorType(item.shape, type))
            return isWhole ? y.converted(to: .int32) : y
        }
        let sampleWeight = key.sampleWeight.map { input(.sampleWeight, "sample_weight", TensorType($0.shape)) }
        let randomKey = input(.randomKey, "random_key", TensorType([3], .uint32))
        let rate =
            key.kind.isTraining
            ? (
                learningRate: input(.learningRate, "learning_rate", TensorType([])),
                iteration: input(.iteration, "iteration", TensorType([]))
            ) : nil
        trace.place = ""
        let step = TrainingStep(
            self, network, compiled, kind: key.kind, trace: trace, inputs: inputs, targets: targets,
            sampleWeight: sampleWeight, randomKey: randomKey, rate: rate)
        let outputs = try write(step, key.kind)
        return try finish(step, outputs: outputs, feeds: feeds)
    }

    /// Traces the step; returns what a run answers: the loss, or the predictions.
    private func write(_ step: TrainingStep, _ kind: StepKind) throws -> [TracedTensor] {
        if kind == .predict { return step.outputs(step.inputs) }
        if kind.isTraining, let trainStep {
            let values = try trainStep(step)
            if let failure = step.trace.failure { throw failure }
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                step.log(name, mean: value, weight: Double(step.batchSize))
            }
            return [values["loss"] ?? step.trace.constant(0)]
        }
        let predictions = step.outputs(step.inputs)
        let loss = step.loss(predictions)
        step.log("loss", mean: loss, weight: Double(step.batchSize))
        if kind.isTraining { step.minimize(loss) }
        step.updateMetrics(predictions)
        return [loss]
    }

    /// Compiles what was traced, on a state that holds every variable it names.
    func finish(_ step: TrainingStep, outputs: [TracedTensor], feeds: [CompiledStep.Feed]) throws -> CompiledStep {
        let graph = try step.trace.graph(outputs: outputs)
        let built = try ensureBuilt(for: [])
        try check(step.registry.weights, built)
        let state = try ensureState()
        try bringWeights(built, to: state)
        var present: [String: TensorType] = [:]
        for variable in state.variables.variables { present[variable.name] = variable.type }
        func ensure(_ parameter: Parameter, _ value: Double) throws {
            guard present[parameter.name] != parameter.type else { return }
            if present[parameter.name] != nil { state.variables.remove(parameter.name) }
            let type = parameter.type
            let values = Array(repeating: value, count: type.shape.count)
            try state.variables.write(
                parameter.name, Tensor(shape: type.shape, doubles: values, elementType: type.elementType))
        }
        for variable in step.optimizerVariables { try ensure(variable.parameter, variable.initialValue) }
        for log in step.logs { for parameter in log.sums.declared { try ensure(parameter, 0) } }
        let changed = Set(graph.updates.map { graph.variables[$0.variable].name })
        let changes = zip(built.weights, built.values).filter { changed.contains($0.0.path) }
            .map { (value: $0.1, name: $0.0.path) }
        let program = try state.engine.compile(graph.simplified(), state: state.variables)
        return CompiledStep(program: program, feeds: feeds, logs: step.logs, changes: changes)
    }

    /// A function of a model may be given inputs of other sizes than the model's.
    private func check(_ weights: [Weight], _ built: BuiltModel) throws {
        let shapes = Dictionary(built.weights.map { ($0.path, $0.shape) }, uniquingKeysWith: { first, _ in first })
        for weight in weights where shapes[weight.path].map({ $0 != weight.shape }) ?? false {
            let layer = weight.path.split(separator: "/").dropLast().joined(separator: "/")
            throw ModelError(
                place: "\(place), layer \"\(layer)\"",
                "weight \"\(weight.name)\" was made with shape \(shapes[weight.path] ?? []) and would need "
                    + "\(weight.shape) for these inputs: they are of other sizes than the model's")
        }
    }

    /// Runs one batch: the rows `rows` of `samples`.
    func run(_ step: CompiledStep, _ samples: Samples, rows: ArraySlice<Int>) throws -> [Tensor] {
        try run(step) { feed in
            switch feed {
            case .input(let index): .rows(samples.inputs[index].tensor, indices: rows)
            case .target(let index): .rows(samples.targets[index], indices: rows)
            case .sampleWeight: samples.sampleWeight.map { .rows($0, indices: rows) }
            default: nil
            }
        }
    }

    /// Runs a step on whole tensors.
    func run(_ step: CompiledStep, inputs: [Tensor]) throws -> [Tensor] {
        try run(step) { feed in
            if case .input(let index) = feed { .tensor(inputs[index]) } else { nil }
        }
    }

    private func run(_ step: CompiledStep, data: (CompiledStep.Feed) -> ProgramInput?) throws -> [Tensor] {
        let state = try ensureState()
        if let built { try bringWeights(built, to: state) }
        let inputs: [ProgramInput] = try step.feeds.map { feed in
            switch feed {
            case .learningRate: return .tensor(scalar(compiled?.optimizer.learningRate(atStep: counters.step) ?? 0))
            case .iteration: return .tensor(scalar(Double(compiled?.optimizer.updates(beforeStep: counters.step) ?? 0)))
            case .randomKey: return .tensor(randomKey)
            case .input, .target, .sampleWeight:
                guard let input = data(feed) else { throw ModelError(place: place, "a step lacks its \(feed)") }
                return input
            }
        }
        let outputs = try step.program.run(inputs)
        for (value, name) in step.changes { value.changed(in: state, as: name) }
        return outputs
    }

    private func scalar(_ value: Double) -> Tensor { Tensor(shape: [], storage: .float32([Float(value)])) }

    /// The key of the present step's random numbers.
    var randomKey: Tensor {
        let words = [UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32), counters.draws]
        return Tensor(shape: [3], storage: .uint32(words))
    }

    // MARK: Logs

    /// Sets the sums of all metrics to zero: an epoch begins.
    func resetMetrics() throws {
        guard let state else { return }
        for variable in state.variables.variables where variable.name.hasPrefix("metrics/") {
            let values = Array(repeating: 0.0, count: variable.type.shape.count)
            try state.variables.write(
                variable.name,
                Tensor(shape: variable.type.shape, doubles: values, elementType: variable.type.elementType))
        }
    }

    /// Loss and metrics so far, sorted by name as Keras sorts them.
    func logs(of step: CompiledStep) throws -> [(name: String, value: Double)] {
        let state = try ensureState()
        return try step.logs.map { log in
            let result = try log.function.result(log.sums.read(state.variables.read)).doubles
            return (log.name, result.reduce(0, +) / Double(max(result.count, 1)))
        }.sorted { $0.name < $1.name }
    }
}

extension ProgramCache.TensorKey {
    /// A batch of `count` rows of `tensor`.
    init(_ tensor: Tensor, count: Int) {
        self.init(shape: Shape([count] + tensor.shape.dimensions.dropFirst()), elementType: tensor.elementType)
    }
}
