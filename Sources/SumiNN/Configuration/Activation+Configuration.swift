import SumiJSON

extension Activation: KerasObject {
    /// Keras writes a function as its name, null for none, and layers such as `LeakyReLU` as objects.
    public init(configuration json: JSON) throws {
        if json.isNull {
            self = .linear
            return
        }
        var parts = try KerasObjectParts(json, "an activation")
        if parts.isBare, let function = Self.named(parts.className) {
            self = function
            return
        }
        switch parts.className {
        case "ReLU":
            self = .relu(
                negativeSlope: try parts.number("negative_slope", 0),
                maxValue: try parts.take("max_value").map(Self.number),
                threshold: try parts.number("threshold", 0))
        case "LeakyReLU": self = .leakyReLU(slope: try parts.number("negative_slope", try parts.number("alpha", 0.3)))
        case "ELU": self = .elu(alpha: try parts.number("alpha", 1))
        case "Softmax": self = .softmax(axis: try parts.integer("axis") ?? -1)
        default:
            let settings = parts.config.members.reduce(into: [:]) { $0[$1.key] = $1.value.double }
            guard settings.count == parts.config.count, let function = Self.named(parts.className, settings: settings)
            else {
                throw ConfigurationError(
                    "there is no activation \"\(parts.className)\""
                        + (parts.config.isEmpty ? "" : " with the settings \(JSON.object(parts.config))"))
            }
            self = function
            return
        }
        try parts.finish()
    }

    private static func number(_ json: JSON) throws -> Double {
        guard let number = json.double else { throw ConfigurationError("should be a number, and is \(json.kind)") }
        return number
    }

    public var configuration: JSON {
        if settings.isEmpty { return .string(name) }
        var config = JSONObject()
        for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
            config[key] = key == "axis" ? Int(exactly: value).map(JSON.integer) : .number(value)
        }
        // Keras has layers for some functions with settings, and takes a layer for an activation.
        let layers = ["relu": "ReLU", "leaky_relu": "LeakyReLU", "elu": "ELU", "softmax": "Softmax"]
        return KerasObjectParts.json(
            "keras.\(layers[name] == nil ? "activations" : "layers")", layers[name] ?? name, config)
    }
}
