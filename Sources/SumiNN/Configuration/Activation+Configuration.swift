import SumiJSON

extension Activation: KerasObject {
    /// Keras writes a function as its name, null for none, and layers such as `LeakyReLU` as objects.
    public init(configuration json: JSON) throws {
        if json.isNull {
            self = .linear
            return
        }
        var settings = try KerasSettings(json, kind: "activation")
        switch settings.className {
        case "ReLU":
            self = .relu(
                negativeSlope: try settings.double("negative_slope") ?? 0, maxValue: try settings.double("max_value"),
                threshold: try settings.double("threshold") ?? 0)
        case "LeakyReLU":
            // Keras 2 said alpha.
            let alpha = try settings.double("alpha")
            self = .leakyReLU(slope: try settings.double("negative_slope") ?? alpha ?? 0.3)
        case "ELU": self = .elu(alpha: try settings.double("alpha") ?? 1)
        case "Softmax": self = .softmax(axis: try settings.integer("axis") ?? -1)
        default: self = try Self.function(&settings)
        }
        try settings.finish()
    }

    /// A function by Keras' name, with its settings if there are any.
    private static func function(_ settings: inout KerasSettings) throws -> Activation {
        var numbers: [String: Double] = [:]
        for key in settings.unreadKeys { numbers[key] = try settings.double(key) }
        guard let function = named(settings.className, settings: numbers) else {
            throw settings.error(
                "there is no activation of this name" + (numbers.isEmpty ? "" : " with these settings"))
        }
        return function
    }

    public var configuration: JSON {
        if settings.isEmpty { return .string(name) }
        var config = JSONObject()
        for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
            config[key] = key == "axis" ? Int(exactly: value).map(JSON.integer) : .number(value)
        }
        // Keras has layers for some functions with settings, and takes a layer for an activation.
        let layers = ["relu": "ReLU", "leaky_relu": "LeakyReLU", "elu": "ELU", "softmax": "Softmax"]
        return KerasSettings.json(
            layers[name] ?? name, module: "keras.\(layers[name] == nil ? "activations" : "layers")", config)
    }
}
