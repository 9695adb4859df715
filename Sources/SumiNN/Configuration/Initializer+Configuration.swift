import SumiJSON

extension Initializer: KerasObject {
    public init(configuration json: JSON) throws {
        var parts = try KerasObjectParts(json, "an initializer")
        // "glorot_uniform" and "GlorotUniform" are one name.
        switch parts.className.filter({ $0 != "_" }).lowercased() {
        case "zeros", "zero": self = .zeros
        case "ones", "one": self = .ones
        case "constant": self = .constant(try parts.number("value", 0))
        case "randomnormal", "normal":
            self = .randomNormal(
                mean: try parts.number("mean", 0), stddev: try parts.number("stddev", 0.05),
                seed: try parts.integer("seed"))
        case "truncatednormal":
            self = .truncatedNormal(
                mean: try parts.number("mean", 0), stddev: try parts.number("stddev", 0.05),
                seed: try parts.integer("seed"))
        case "randomuniform", "uniform":
            self = .randomUniform(
                minval: try parts.number("minval", -0.05), maxval: try parts.number("maxval", 0.05),
                seed: try parts.integer("seed"))
        case "variancescaling": self = try Self.varianceScaling(&parts)
        case "orthogonal":
            self = .orthogonal(gain: try parts.number("gain", 1), seed: try parts.integer("seed"))
        case "identity", "identityinitializer": self = .identity(gain: try parts.number("gain", 1))
        case "glorotuniform": self = .glorotUniform(seed: try parts.integer("seed"))
        case "glorotnormal": self = .glorotNormal(seed: try parts.integer("seed"))
        case "heuniform": self = .heUniform(seed: try parts.integer("seed"))
        case "henormal": self = .heNormal(seed: try parts.integer("seed"))
        case "lecununiform": self = .lecunUniform(seed: try parts.integer("seed"))
        case "lecunnormal": self = .lecunNormal(seed: try parts.integer("seed"))
        default: throw ConfigurationError("there is no initializer \"\(parts.className)\"")
        }
        try parts.finish()
    }

    private static func varianceScaling(_ parts: inout KerasObjectParts) throws -> Initializer {
        let mode = try parts.string("mode", "fan_in")
        // Keras before 2.3 wrote "normal".
        let distribution = try parts.string("distribution", "truncated_normal")
        guard let mode = VarianceMode(rawValue: mode) else {
            throw ConfigurationError(place: "mode", "\"\(mode)\" is none of fan_in, fan_out, fan_avg")
        }
        guard let drawn = VarianceDistribution(rawValue: distribution == "normal" ? "truncated_normal" : distribution)
        else {
            throw ConfigurationError(
                place: "distribution", "\"\(distribution)\" is none of truncated_normal, untruncated_normal, uniform")
        }
        return .varianceScaling(
            scale: try parts.number("scale", 1), mode: mode, distribution: drawn, seed: try parts.integer("seed"))
    }

    public var configuration: JSON {
        let seed: JSON = seed.map(JSON.integer) ?? nil
        let config: JSONObject =
            switch kind {
            case .zeros, .ones, .joined: [:]
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
        return KerasObjectParts.json("keras.initializers", className, config)
    }
}
