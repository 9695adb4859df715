import SumiTensor

extension Model {
    /// Loss and metrics of inputs `x` with targets `y`.
    ///
    /// - Returns: `score.loss`, `score.accuracy`, `score["accuracy"]`, `score[1]`.
    /// - Throws: ``ModelError`` and `TraceError`, where data, model and loss do not fit.
    public func evaluate(
        _ x: Tensor, _ y: Tensor, batchSize: Int = 32, verbose: Int = 1, sampleWeight: Tensor? = nil,
        steps: Int? = nil, callbacks: [any Callback] = []
    ) throws -> Score {
        try evaluate(
            Samples(x, y, sampleWeight: sampleWeight), batchSize: batchSize, verbose: verbose, steps: steps,
            callbacks: callbacks)
    }

    /// Loss and metrics of a model with several inputs or outputs.
    public func evaluate(
        _ x: [Tensor], _ y: [Tensor], batchSize: Int = 32, verbose: Int = 1, sampleWeight: Tensor? = nil,
        steps: Int? = nil, callbacks: [any Callback] = []
    ) throws -> Score {
        try evaluate(
            Samples(x, y, sampleWeight: sampleWeight), batchSize: batchSize, verbose: verbose, steps: steps,
            callbacks: callbacks)
    }

    /// Loss and metrics of a data set, such as `mnist.test`.
    public func evaluate(
        _ data: some TrainingData, batchSize: Int = 32, verbose: Int = 1, sampleWeight: Tensor? = nil,
        steps: Int? = nil, callbacks: [any Callback] = []
    ) throws -> Score {
        _ = try ensureCompiled("evaluate")
        if let fault = FitSettings(batchSize: batchSize, verbose: verbose, stepsPerEpoch: steps).fault {
            throw ModelError(place: place, "evaluate: \(fault)")
        }
        var samples = data.samples
        if let sampleWeight { samples.sampleWeight = sampleWeight }
        let set = try prepared(samples)
        let count = min((set.count - 1) / batchSize + 1, steps ?? .max)
        let list = CallbackList(
            callbacks, parameters: CallbackParameters(verbose: verbose, epochs: 1, steps: count), model: self)
        return score(try evaluate(set, batchSize: batchSize, steps: steps, list))
    }

    /// Loss and metrics by name, batch by batch in the samples' order.
    func evaluate(
        _ set: SampleSet, batchSize: Int, steps: Int?, _ callbacks: CallbackList
    ) throws -> [(name: String, value: Double)] {
        try callbacks.call { try $0.onTestBegin(logs: Logs(), model: $1) }
        try resetMetrics()
        let order = Array(set.range)
        let batchSize = min(batchSize, order.count)
        var last: CompiledStep?
        let count = min((order.count - 1) / batchSize + 1, steps ?? .max)
        for batch in 0..<count {
            if training.isInFit, training.pauses { throw TrainingPause() }
            try callbacks.call { try $0.onTestBatchBegin(batch, logs: Logs(), model: $1) }
            let rows = order[batch * batchSize..<min((batch + 1) * batchSize, order.count)]
            let step = try step(.test, set.samples, count: rows.count)
            _ = try run(step, set.samples, rows: rows)
            last = step
            try callbacks.callBatch({ try self.logs(of: step) }) { try $0.onTestBatchEnd(batch, logs: $1, model: $2) }
        }
        let values = try last.map { try self.logs(of: $0) } ?? []
        let logs = Logs(values)
        try callbacks.call { try $0.onTestEnd(logs: logs, model: $1) }
        return values
    }
}
