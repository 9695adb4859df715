import SumiJSON

extension Model {
    /// Compiles the model as Keras' `compile_config` says: optimizer, loss, loss weights and metrics.
    ///
    /// - Throws: ``ConfigurationError``, ``ModelError`` or `TraceError`: what cannot be read.
    package func compile(configuration: JSON) throws {
        try build()
        let optimizer =
            if let json = configuration["optimizer"], !json.isNull {
                try Optimizer(configuration: json)
            } else {
                Optimizer.rmsprop()
            }
        let losses = try perOutput(configuration["loss"], "loss") { try Loss(configuration: $0) }
        let weights = try perOutput(configuration["loss_weights"], "loss_weights") { json in
            guard let weight = json.double else {
                throw ConfigurationError(place: "loss_weights", "a weight is a number, not \(json.kind)")
            }
            return weight
        }
        try compile(
            optimizer: optimizer, losses: losses,
            lossWeights: weights.contains { $0 != nil } ? weights.map { $0 ?? 1 } : nil,
            metrics: try metrics(configuration["metrics"]),
            weightedMetrics: try metrics(configuration["weighted_metrics"]))
    }

    /// One value for all outputs, a list with one for each, or a dictionary by their names.
    private func perOutput<Value>(_ json: JSON?, _ key: String, _ read: (JSON) throws -> Value) throws -> [Value?] {
        let names = outputNames
        guard let json, !json.isNull else { return names.map { _ in nil } }
        if let list = json.array {
            guard list.count == names.count else {
                throw ConfigurationError(place: key, "lists \(list.count) for \(names.count) outputs")
            }
            return try list.map { $0.isNull ? nil : try read($0) }
        }
        if let object = json.object, object["class_name"] == nil {
            return try names.map { try object[$0].map(read) }
        }
        return try names.map { _ in try read(json) }
    }

    /// One list of metrics for a single output; for several a list of lists, or a dictionary by their names.
    private func metrics(_ json: JSON?) throws -> [[Metric]] {
        let names = outputNames
        guard let json, !json.isNull else { return [] }
        func read(_ json: JSON?) throws -> [Metric] {
            guard let json, !json.isNull else { return [] }
            return try (json.array ?? [json]).map { try Metric(configuration: $0) }
        }
        if let object = json.object, object["class_name"] == nil { return try names.map { try read(object[$0]) } }
        guard names.count > 1 else {
            // Keras nests the list of a single output, or does not.
            if let inner = json.array, inner.count == 1, inner[0].array != nil { return [try read(inner[0])] }
            return [try read(json)]
        }
        guard let lists = json.array, lists.count == names.count else {
            throw ConfigurationError(place: "metrics", "there should be one list for each of \(names.count) outputs")
        }
        return try lists.map(read)
    }
}
