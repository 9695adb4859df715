import SumiTensor

/// One call of `fit`, in Keras' order of events.
struct TrainingLoop {
    private let model: Model
    private let settings: FitSettings

    init(_ model: Model, _ settings: FitSettings) {
        self.model = model
        self.settings = settings
    }

    func run(_ samples: Samples) throws -> History {
        _ = try model.ensureCompiled("fit")
        if let fault = settings.fault { throw ModelError(place: model.place, "fit: \(fault)") }
        var training = try model.prepared(samples, classWeight: settings.classWeight)
        var validation: SampleSet?
        if let data = settings.validationData {
            validation = try model.prepared(data)
        } else if settings.validationSplit != 0 {
            let whole = try model.prepared(samples)
            // Class weights count in training only.
            validation = try whole.split(settings.validationSplit, place: model.place).validation
            training = try training.split(settings.validationSplit, place: model.place).training
        }
        let steps = min((training.count - 1) / settings.batchSize + 1, settings.stepsPerEpoch ?? .max)
        let history = settings.callbacks.lazy.compactMap { $0 as? History }.first ?? History()
        model.history = history
        let callbacks = CallbackList(
            settings.callbacks, history: history,
            parameters: CallbackParameters(
                verbose: settings.verbose, epochs: settings.epochs, steps: steps,
                samples: min(training.count, steps * settings.batchSize)),
            model: model)
        model.stopTraining = false
        try callbacks.call { try $0.onTrainBegin(logs: Logs(), model: $1) }
        var logs = Logs()
        for epoch in stride(from: settings.initialEpoch, to: settings.epochs, by: 1) {
            logs = try self.epoch(epoch, training, validation, steps: steps, callbacks)
            if model.stopTraining { break }
        }
        if settings.epochs > 0 { try useAverages() }
        try callbacks.call { try $0.onTrainEnd(logs: logs, model: $1) }
        return history
    }

    private func epoch(
        _ epoch: Int, _ training: SampleSet, _ validation: SampleSet?, steps: Int, _ callbacks: CallbackList
    ) throws -> Logs {
        try model.resetMetrics()
        try callbacks.call { try $0.onEpochBegin(epoch, logs: Logs(), model: $1) }
        let order = order(of: training)
        var last: CompiledStep?
        for batch in 0..<steps {
            try callbacks.call { try $0.onTrainBatchBegin(batch, logs: Logs(), model: $1) }
            let start = batch * settings.batchSize
            let rows = order[start..<start + min(settings.batchSize, order.count - start)]
            let step = try model.trainStep(training.samples, rows: rows)
            last = step
            try callbacks.callBatch({ try model.logs(of: step) }) {
                try $0.onTrainBatchEnd(batch, logs: $1, model: $2)
            }
            if model.stopTraining { break }
        }
        var values = try last.map { try model.logs(of: $0) } ?? []
        if let validation, (epoch + 1) % settings.validationFreq == 0 {
            let score = try model.evaluate(
                validation, batchSize: settings.validationBatchSize ?? settings.batchSize,
                steps: settings.validationSteps, callbacks)
            values += score.map { ("val_" + $0.name, $0.value) }
        }
        let logs = Logs(values.sorted { $0.name < $1.name })
        try callbacks.call { try $0.onEpochEnd(epoch, logs: logs, model: $1) }
        return logs
    }

    /// The rows in the order in which this epoch takes them.
    private func order(of set: SampleSet) -> [Int] {
        guard settings.shuffle else { return Array(set.range) }
        var stream = RandomStream(seed: model.seed, stream: Philox.stream([0x5348_5546, model.counters.shuffles]))
        model.counters.shuffles += 1
        var order = Array(set.range)
        stream.shuffle(&order)
        return order
    }

    /// With an optimizer that averages weights, the averages become the weights when training ends.
    private func useAverages() throws {
        guard let optimizer = model.compiled?.optimizer, let built = model.built, let state = model.state else {
            return
        }
        let trainable = built.weights.map { weight in
            var weight = weight
            weight.isTrainable = model.isTrainedWeight(weight.path)
            return weight
        }
        let averages = Dictionary(
            optimizer.averages(of: trainable).map { ($0.weight, $0.average) }, uniquingKeysWith: { first, _ in first })
        let present = Set(state.variables.variables.map(\.name))
        for (weight, value) in zip(built.weights, built.values) {
            if let name = averages[weight.path], present.contains(name) {
                value.write(try state.variables.read(name))
            }
        }
    }
}
