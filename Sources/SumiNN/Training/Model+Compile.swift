import SumiGraph
import SumiTensor

extension Model {
    /// Says how to train: optimizer, loss and metrics of a model with one output (or the same for every output).
    ///
    /// What is frozen now stays so until the next `compile`; the optimizer begins anew.
    ///
    /// - Parameters:
    ///   - weightedMetrics: metrics that sample weights count in; those in `metrics` ignore them.
    ///   - engine: what to compute with; the model's engine is kept where it is `nil`.
    /// - Throws: ``ModelError`` or `TraceError`: wrong settings, or layers that do not fit together.
    public func compile(
        optimizer: Optimizer = .rmsprop(), loss: Loss? = nil, metrics: [Metric] = [], weightedMetrics: [Metric] = [],
        engine: (any Engine)? = nil
    ) throws {
        let count = network?.outputs.count ?? 1
        try compile(
            optimizer: optimizer, losses: Array(repeating: loss, count: count),
            metrics: Array(repeating: metrics, count: count),
            weightedMetrics: Array(repeating: weightedMetrics, count: count), engine: engine)
    }

    /// Says how to train a model with several outputs: one loss and one list of metrics for each, in their order.
    ///
    /// - Parameters:
    ///   - losses: `nil` for an output that is not trained.
    ///   - lossWeights: what each loss counts in the sum that is made small; 1 each where they are `nil`.
    public func compile(
        optimizer: Optimizer = .rmsprop(), losses: [Loss?], lossWeights: [Double]? = nil, metrics: [[Metric]] = [],
        weightedMetrics: [[Metric]] = [], engine: (any Engine)? = nil
    ) throws {
        if let engine { self.engine = engine }
        try optimizer.validate()
        for loss in losses { try loss?.validate() }
        for metric in (metrics + weightedMetrics).flatMap(\.self) { try metric.validate() }
        if network != nil || !(self is Sequential) { try build() }
        let count = network?.outputs.count ?? 1
        try check(losses.count, "losses", count)
        if let lossWeights { try check(lossWeights.count, "lossWeights", count) }
        if !metrics.isEmpty { try check(metrics.count, "lists of metrics", count) }
        if !weightedMetrics.isEmpty { try check(weightedMetrics.count, "lists of weighted metrics", count) }
        var trainable: [ObjectIdentifier: Bool] = [:]
        noteTrainable(into: &trainable)
        compiled = CompiledModel(
            optimizer: optimizer, losses: losses, lossWeights: lossWeights, metrics: metrics,
            weightedMetrics: weightedMetrics, trainable: trainable)
        generation += 1
        programs.removeAll()
        counters.step = 0
        counters.hasWarned = false
        removeVariables { $0.hasPrefix("optimizer/") || $0.hasPrefix("metrics/") }
    }

    /// Says how to train with one loss for each output, by the outputs' names.
    public func compile(
        optimizer: Optimizer = .rmsprop(), losses: [String: Loss], lossWeights: [String: Double] = [:],
        metrics: [String: [Metric]] = [:], engine: (any Engine)? = nil
    ) throws {
        try build()
        let names = outputNames
        for name in Set(losses.keys).union(lossWeights.keys).union(metrics.keys) where !names.contains(name) {
            throw ModelError(
                place: place, "there is no output \"\(name)\"; the outputs are \(names.joined(separator: ", "))")
        }
        try compile(
            optimizer: optimizer, losses: names.map { losses[$0] },
            lossWeights: lossWeights.isEmpty ? nil : names.map { lossWeights[$0] ?? 1 },
            metrics: names.map { metrics[$0] ?? [] }, engine: engine)
    }

    private func check(_ given: Int, _ what: String, _ outputs: Int) throws {
        guard given != outputs else { return }
        throw ModelError(
            place: place, "\(given) \(what) are given for \(outputs) output\(outputs == 1 ? "" : "s"): one for each")
    }

    private func noteTrainable(into trainable: inout [ObjectIdentifier: Bool]) {
        for entry in layers {
            trainable[ObjectIdentifier(entry)] = entry.trainable
            entry.model?.noteTrainable(into: &trainable)
        }
    }

    package func removeVariables(where shouldGo: (String) -> Bool) {
        guard let state else { return }
        for variable in state.variables.variables where shouldGo(variable.name) {
            state.variables.remove(variable.name)
        }
    }

    /// Whether `compile` was called.
    public var isCompiled: Bool { compiled != nil }

    package func ensureCompiled(_ method: String) throws -> CompiledModel {
        guard let compiled else {
            throw ModelError(
                place: place, "\(method) needs to know how to train: call compile(optimizer:loss:metrics:) first")
        }
        return compiled
    }

    // MARK: Optimizer

    /// The optimizer that the model was compiled with.
    public var optimizer: Optimizer? { compiled?.optimizer }

    /// The learning rate of the next step.
    ///
    /// - Throws: ``ModelError`` where the model is not compiled.
    public var learningRate: Double {
        get throws { try ensureCompiled("learningRate").optimizer.learningRate(atStep: counters.step) }
    }

    /// Sets the learning rate from the next step on.
    ///
    /// - Throws: ``ModelError`` where a schedule sets it, or it is no number.
    public func setLearningRate(_ rate: Double) throws {
        let optimizer = try ensureCompiled("setLearningRate").optimizer
        guard optimizer.constantLearningRate != nil else {
            throw ModelError(
                place: place,
                "the optimizer's learning rate follows a schedule; give the optimizer a number to set it from outside")
        }
        guard rate.isFinite, rate >= 0 else {
            throw ModelError(place: place, "the learning rate is \(rate): it is a number, and not negative")
        }
        compiled?.optimizer.learningRate = rate
    }

    /// Which way a metric of this name in the logs is better; `nil` where it cannot be told.
    package func prefersSmall(metric name: String) -> Bool? {
        guard let compiled else { return nil }
        if compiled.separateLosses.contains(where: { "\(outputNames[$0])_loss" == name }) { return true }
        guard
            let metric = compiled.loggedMetrics(outputNames: outputNames).first(where: { $0.name == name })?.metric
        else { return nil }
        let words = Set(metric.name.split(separator: "_").map(String.init))
        if !words.isDisjoint(with: ["accuracy", "acc", "precision", "recall", "auc", "similarity"]) { return false }
        let small = [
            "error", "mse", "mae", "rmse", "mape", "msle", "crossentropy", "bce", "hinge", "poisson", "divergence",
            "kld", "loss", "huber", "logcosh", "cosh",
        ]
        return words.isDisjoint(with: small) ? nil : true
    }
}
