import SumiTensor

extension Model {
    /// The model's output for inputs `x`: its first, where it has several.
    ///
    /// - Returns: `[samples, …]`.
    /// - Throws: ``ModelError`` and `TraceError`, where data and model do not fit.
    public func predict(
        _ x: Tensor, batchSize: Int = 32, verbose: Int = 1, callbacks: [any Callback] = []
    ) throws -> Tensor {
        try predict([ModelInput(x)], batchSize: batchSize, verbose: verbose, callbacks: callbacks)[0]
    }

    /// The model's output for a data set, whose targets do not matter.
    public func predict(
        _ data: some TrainingData, batchSize: Int = 32, verbose: Int = 1, callbacks: [any Callback] = []
    ) throws -> Tensor {
        try predict(data.samples.inputs, batchSize: batchSize, verbose: verbose, callbacks: callbacks)[0]
    }

    /// All outputs for all inputs, in the order of the model's.
    public func predict(
        _ x: [Tensor], batchSize: Int = 32, verbose: Int = 1, callbacks: [any Callback] = []
    ) throws -> [Tensor] {
        try predict(x.map { ModelInput($0) }, batchSize: batchSize, verbose: verbose, callbacks: callbacks)
    }

    private func predict(
        _ inputs: [ModelInput], batchSize: Int, verbose: Int, callbacks: [any Callback]
    ) throws -> [Tensor] {
        if let fault = FitSettings(batchSize: batchSize, verbose: verbose).fault {
            throw ModelError(place: place, "predict: \(fault)")
        }
        let set = try prepared(Samples(inputs: inputs, targets: []), needsTargets: false)
        let batchSize = min(batchSize, set.count)
        let count = (set.count - 1) / batchSize + 1
        let list = CallbackList(
            callbacks, parameters: CallbackParameters(verbose: verbose, epochs: 1, steps: count), model: self)
        try list.call { try $0.onPredictBegin(logs: Logs(), model: $1) }
        let order = Array(set.range)
        var parts: [[Tensor]] = []
        for batch in 0..<count {
            try list.call { try $0.onPredictBatchBegin(batch, logs: Logs(), model: $1) }
            let rows = order[batch * batchSize..<min((batch + 1) * batchSize, order.count)]
            let step = try step(.predict, set.samples, count: rows.count)
            parts.append(try run(step, set.samples, rows: rows))
            try list.call { try $0.onPredictBatchEnd(batch, logs: Logs(), model: $1) }
        }
        try list.call { try $0.onPredictEnd(logs: Logs(), model: $1) }
        guard parts.count > 1 else { return parts[0] }
        return try parts[0].indices.map { index in try Tensor.concatenated(parts.map { $0[index] }) }
    }
}
