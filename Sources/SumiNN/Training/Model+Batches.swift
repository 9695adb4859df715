import SumiTensor

extension Model {
    /// Trains on the rows `rows`: one batch, with the learning rate and random numbers of the next step.
    func trainStep(_ samples: Samples, rows: ArraySlice<Int>) throws -> CompiledStep {
        let step = try trainingStep(samples, count: rows.count)
        let outputs = try run(step, samples, rows: rows)
        if let loss = outputs.first?.doubles.first, loss.isNaN { warnOfNaN() }
        finishStep()
        return step
    }

    /// The next step's program for batches of `count` samples.
    func trainingStep(_ samples: Samples, count: Int) throws -> CompiledStep {
        let isUpdate = compiled?.optimizer.isUpdate(step: counters.step) ?? true
        return try step(isUpdate ? .train : .accumulate, samples, count: count)
    }

    /// Tells once that the loss is not a number any more, and what may have caused it.
    private func warnOfNaN() {
        guard !counters.hasWarned else { return }
        counters.hasWarned = true
        let rate = (try? learningRate).map { "\(Float($0))" } ?? "unknown"
        Console.warn(
            "\(place): the loss became NaN in step \(counters.step + 1). Likely causes: a learning rate that is too "
                + "large (it is \(rate)), NaN or infinite numbers in the data, inputs that are not scaled, or a "
                + "logarithm or root of a negative number in a loss of your own. TerminateOnNaN() stops training here.")
    }

    /// Trains on one batch and returns its loss and metrics.
    ///
    /// - Throws: as `fit` does.
    @discardableResult
    public func trainOnBatch(
        _ x: Tensor, _ y: Tensor, sampleWeight: Tensor? = nil, classWeight: [Int: Double]? = nil
    ) throws -> Score {
        try trainOnBatch(Samples(x, y, sampleWeight: sampleWeight), classWeight: classWeight)
    }

    /// Trains on one batch and returns its loss and metrics.
    @discardableResult
    public func trainOnBatch(_ data: some TrainingData, classWeight: [Int: Double]? = nil) throws -> Score {
        _ = try ensureCompiled("trainOnBatch")
        let set = try prepared(data.samples, classWeight: classWeight)
        try resetMetrics()
        return score(try logs(of: try trainStep(set.samples, rows: Array(set.range)[...])))
    }

    /// Loss and metrics of one batch.
    public func testOnBatch(_ x: Tensor, _ y: Tensor, sampleWeight: Tensor? = nil) throws -> Score {
        try testOnBatch(Samples(x, y, sampleWeight: sampleWeight))
    }

    /// Loss and metrics of one batch.
    public func testOnBatch(_ data: some TrainingData) throws -> Score {
        _ = try ensureCompiled("testOnBatch")
        let set = try prepared(data.samples)
        try resetMetrics()
        let step = try step(.test, set.samples, count: set.count)
        _ = try run(step, set.samples, rows: Array(set.range)[...])
        return score(try logs(of: step))
    }

    /// The model's first output for one batch.
    public func predictOnBatch(_ x: Tensor) throws -> Tensor { try predict(x, batchSize: .max, verbose: 0) }

    /// `logs` in the order of Keras' lists: the loss, the metrics of a model with one output, the rest.
    func score(_ logs: [(name: String, value: Double)]) -> Score {
        var order = ["loss"]
        order += compiled?.loggedMetrics(outputNames: outputNames).map(\.metric.name) ?? []
        order += compiled?.separateLosses.map { "\(outputNames[$0])_loss" } ?? []
        var rest = logs
        var sorted: [(name: String, value: Double)] = []
        for name in order {
            if let index = rest.firstIndex(where: { $0.name == name }) { sorted.append(rest.remove(at: index)) }
        }
        return Score(sorted + rest)
    }

    /// Whether training changed the weight when the model was compiled.
    func isTrainedWeight(_ path: String) -> Bool {
        guard let built, let index = built.weights.firstIndex(where: { $0.path == path }) else { return false }
        return !built.weights[index].isStatistic && !isFrozen(path, compiled?.trainable)
    }
}
