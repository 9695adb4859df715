import SumiJSON
import SumiNN

extension Model {
    /// The model as Keras 3 describes it: class, layers and how they are connected, and, once compiled, how it is
    /// trained.
    ///
    /// - Throws: ``ConfigurationError`` for a layer that Keras does not have, or what keeps the model from being built.
    package func configuration(includesTraining: Bool = true) throws -> JSON {
        let built = try ensureBuilt(for: [])
        return try description(includesTraining ? compileConfiguration : nil, built.probe)
    }

    /// - Parameter probe: the shapes in the model; traced where it is nested.
    private func description(_ compileConfiguration: JSON?, _ probe: NetworkProbe?) throws -> JSON {
        let isSequential = self is Sequential
        let config = isSequential ? try sequentialConfig() : try functionalConfig(probe)
        var object: JSONObject = [
            "module": .string(isSequential ? "keras" : "keras.src.models.functional"),
            "class_name": .string(isSequential ? "Sequential" : "Functional"), "config": .object(config),
            "registered_name": .string(isSequential ? "Sequential" : "Functional"),
        ]
        if isSequential { object["registered_name"] = .null }
        object["build_config"] = ["input_shape": buildShape]
        object["compile_config"] = compileConfiguration
        return .object(object)
    }

    /// Keras gives a model's first input here, and nothing where there are several.
    private var buildShape: JSON {
        guard let inputs = network?.inputs, inputs.count == 1, let settings = inputs[0].entry.inputSettings else {
            return .null
        }
        return settings.json
    }

    private func sequentialConfig() throws -> JSONObject {
        var layers: [JSON] = []
        if let input = network?.inputs.first?.entry, let settings = input.inputSettings {
            layers.append(settings.layer(named: network?.name(of: input) ?? "input_layer"))
        }
        for entry in self.layers { layers.append(.object(try layerObject(entry))) }
        return [
            "name": .string(name), "trainable": .bool(trainable), "dtype": Self.elementTypePolicy,
            "layers": .array(layers), "build_input_shape": buildShape,
        ]
    }

    private static let elementTypePolicy: JSON = [
        "module": "keras", "class_name": "DTypePolicy", "config": ["name": "float32"], "registered_name": nil,
    ]

    /// One layer as an element of a model's list.
    private func layerObject(_ entry: Entry) throws -> JSONObject {
        let name = name(of: entry)
        switch entry.content {
        case .input(let settings): return settings.layer(named: name).object ?? [:]
        case .layer(let layer):
            return try LayerRegistry.configuration(of: layer, name: name, isTrainable: entry.trainable).object ?? [:]
        case .model(let model):
            var object = try model.description(nil, nil).object ?? [:]
            var config = object["config"]?.object ?? [:]
            config["name"] = .string(name)
            object["config"] = .object(config)
            return object
        }
    }

    // MARK: Functional models

    private func functionalConfig(_ known: NetworkProbe?) throws -> JSONObject {
        guard let network else { throw ModelError(place: place, "the model has no layers") }
        let probe = try known ?? network.probe(path: pathPrefix, place: place)
        let references = CallReferences(network, probe)
        var layers: [JSON] = []
        for entry in network.entries {
            var object = try layerObject(entry)
            object["name"] = .string(network.name(of: entry))
            let calls = network.calls.filter { $0.entry === entry && !$0.isInput }
            object["inbound_nodes"] = .array(calls.map(references.node))
            layers.append(.object(object))
        }
        func ends(_ tensors: [SymbolicTensor]) -> JSON {
            let list = tensors.map(references.history)
            return list.count == 1 ? list[0] : .array(list)
        }
        return [
            "name": .string(name), "trainable": .bool(trainable), "layers": .array(layers),
            "input_layers": ends(network.inputs), "output_layers": ends(network.outputs),
        ]
    }
}

extension InputSettings {
    /// Sizes with the batch axis first: `[null, 28, 28, 1]`.
    var json: JSON { .array(([batchSize] + sizes).map { $0.map { .integer($0) } ?? .null }) }

    func layer(named name: String) -> JSON {
        [
            "module": "keras.layers", "class_name": "InputLayer",
            "config": [
                "batch_shape": json, "dtype": .string("\(elementType)"), "sparse": false, "ragged": false,
                "name": .string(name), "optional": false,
            ],
            "registered_name": nil,
        ]
    }
}
