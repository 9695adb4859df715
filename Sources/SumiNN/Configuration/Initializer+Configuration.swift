import SumiJSON

extension Initializer: KerasObject {
    public init(configuration json: JSON) throws {
        var settings = try KerasSettings(json, kind: "initializer")
        // "glorot_uniform" and "GlorotUniform" are one name.
        switch settings.className.filter({ $0 != "_" }).lowercased() {
        case "zeros", "zero": self = .zeros
        case "ones", "one": self = .ones
        case "constant": self = .constant(try settings.double("value") ?? 0)
        case "randomnormal", "normal":
            self = .randomNormal(
                mean: try settings.double("mean") ?? 0, stddev: try settings.double("stddev") ?? 0.05,
                seed: try settings.integer("seed"))
        case "truncatednormal":
            self = .truncatedNormal(
                mean: try settings.double("mean") ?? 0, stddev: try settings.double("stddev") ?? 0.05,
                seed: try settings.integer("seed"))
        case "randomuniform", "uniform":
            self = .randomUniform(
                minval: try settings.double("minval") ?? -0.05, maxval: try settings.double("maxval") ?? 0.05,
                seed: try settings.integer("seed"))
        case "variancescaling": self = try Self.varianceScaling(&settings)
        case "orthogonal":
            self = .orthogonal(gain: try settings.double("gain") ?? 1, seed: try settings.integer("seed"))
        case "identity", "identityinitializer": self = .identity(gain: try settings.double("gain") ?? 1)
        case "glorotuniform": self = .glorotUniform(seed: try settings.integer("seed"))
        case "glorotnormal": self = .glorotNormal(seed: try settings.integer("seed"))
        case "heuniform": self = .heUniform(seed: try settings.integer("seed"))
        case "henormal": self = .heNormal(seed: try settings.integer("seed"))
        case "lecununiform": self = .lecunUniform(seed: try settings.integer("seed"))
        case "lecunnormal": self = .lecunNormal(seed: try settings.integer("seed"))
        default: throw settings.error("there is no initializer of this name")
        }
        try settings.finish()
    }

    private static func varianceScaling(_ settings: inout KerasSettings) throws -> Initializer {
        let mode: VarianceMode = try settings.choice("mode") ?? .fanIn
        // Keras before 2.3 wrote "normal".
        let isOld = settings.value("distribution") == "normal"
        let drawn: VarianceDistribution =
            isOld ? .truncatedNormal : try settings.choice("distribution") ?? .truncatedNormal
        return .varianceScaling(
            scale: try settings.double("scale") ?? 1, mode: mode, distribution: drawn,
            seed: try settings.integer("seed"))
    }

    public var configuration: JSON {
        let seed: JSON = seed.map(JSON.integer) ?? nil
        let config: JSONObject =
            switch kind {
            case .zeros, .ones, .joined, .values: [:]
            case .constant(let value): ["value": .number(value)]
            case .randomNormal(let mean, let stddev), .truncatedNormal(let mean, let stddev):
                ["seed": seed, "mean": .number(mean), "stddev": .number(stddev)]
            case .randomUniform(let minval, let maxval):
                ["seed": seed, "minval": .number(minval), "maxval": .number(maxval)]
            case .varianceScaling(let scale, let mode, let distribution):
                className == "VarianceScaling"
                    ? [
                        "scale": .number(scale), "mode": .string(mode.rawValue),
                        "distribution": .string(distribution.rawValue), "seed": seed,
                    ] : ["seed": seed]
            case .orthogonal(let gain): ["seed": seed, "gain": .number(gain)]
            case .identity(let gain): ["gain": .number(gain)]
            }
        return KerasSettings.json(className, module: "keras.initializers", config)
    }
}
