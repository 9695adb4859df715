import SumiHDF5
import SumiJSON
import SumiNN

extension Model {
    /// The model as Keras' older `.h5` file, in parts.
    func legacyFile(includeOptimizer: Bool) throws -> [[UInt8]] {
        let built = try ensureBuilt(for: [])
        let configuration = try configuration(includesTraining: false)
        var config = JSONObject()
        for key in ["class_name", "config"] { config[key] = configuration[key] }
        var attributes = LegacyWeights.kerasAttributes
        attributes.append(("model_config", HDF5Value(JSON.object(config).description)))
        var children: [WeightStore.Child] = [
            ("model_weights", try LegacyWeights.group(StoredLayer.layers(of: self, built.probe)))
        ]
        if includeOptimizer, var training = compileConfiguration?.object {
            let optimizer = training["optimizer"]
            training["optimizer"] = nil
            training["optimizer_config"] = optimizer
            attributes.append(("training_config", HDF5Value(JSON.object(training).description)))
            if let state = try optimizerState() {
                let name = self.optimizer?.name ?? "optimizer"
                let node = LegacyWeights.node(state.map { ("\(name)/\($0.name)", $0.value.value) })
                children.append(("optimizer_weights", node))
            }
        }
        if !notes.isEmpty { children.append((LegacyNotes.group, try LegacyNotes.node(notes))) }
        return try HDF5Node.group(attributes: attributes, children: children).fileParts()
    }

    /// The model in a `.h5` file.
    static func load(_ root: HDF5Group, compile: Bool) throws -> Model {
        guard let attribute = try root.attribute("model_config") else {
            throw HDF5Error(
                "there is no model_config: the file holds no model; loadWeights takes weights into a model that is there"
            )
        }
        guard let text = attribute.text else { throw HDF5Error("model_config is not a text") }
        let model = try make(configuration: try JSON(parsing: text))
        guard let weights = try root.group("model_weights") else { throw HDF5Error("there is no group model_weights") }
        let probe = try model.probe()
        var loading = WeightLoading()
        try LegacyWeights.read(
            StoredLayer.layers(of: model, probe), in: weights, place: model.place, into: &loading)
        try model.finish(loading, probe)
        if let group = try root.group(LegacyNotes.group) { model.notes = try LegacyNotes.read(group) }
        if compile, let text = try root.attribute("training_config")?.text {
            try model.compile(configuration: try training(JSON(parsing: text), outputs: model.outputNames))
            model.followKeras(version: try root.attribute("keras_version")?.text)
            try model.loadOptimizer(OptimizerVariables(legacy: root.group("optimizer_weights")))
        }
        return model
    }

    /// A `training_config` as Keras 3 would write it.
    private static func training(_ json: JSON, outputs: [String]) throws -> JSON {
        guard var training = json.object else { throw ConfigurationError(place: "training_config", "is no object") }
        training["optimizer"] = training["optimizer_config"]
        training["optimizer_config"] = nil
        for key in ["metrics", "weighted_metrics"] where outputs.count > 1 {
            training[key] = training[key].map { withoutPrefixes($0, outputs) }
        }
        return .object(training)
    }

    /// Keras 2 writes the names of metrics with those of their outputs before them, which logs have anyway.
    private static func withoutPrefixes(_ json: JSON, _ outputs: [String]) -> JSON {
        guard let lists = json.array, lists.count == outputs.count else { return json }
        return .array(
            zip(lists, outputs).map { list, output in
                guard let metrics = list.array else { return list }
                return .array(metrics.map { withoutPrefix($0, "\(output)_") })
            })
    }

    private static func withoutPrefix(_ metric: JSON, _ prefix: String) -> JSON {
        guard var object = metric.object, var config = object["config"]?.object, let name = config["name"]?.string,
            name.hasPrefix(prefix)
        else { return metric }
        config["name"] = .string(String(name.dropFirst(prefix.count)))
        object["config"] = .object(config)
        return .object(object)
    }
}
