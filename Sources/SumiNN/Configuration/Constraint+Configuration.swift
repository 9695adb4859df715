import SumiJSON

extension Constraint: KerasObject {
    public init(configuration json: JSON) throws {
        var parts = try KerasObjectParts(json, "a constraint")
        switch parts.className.filter({ $0 != "_" }).lowercased() {
        case "nonneg": self = .nonNegative
        case "maxnorm":
            self = .maxNorm(try parts.number("max_value", 2), axis: try parts.integers("axis", [0]))
        case "minmaxnorm":
            self = .minMaxNorm(
                min: try parts.number("min_value", 0), max: try parts.number("max_value", 1),
                rate: try parts.number("rate", 1), axis: try parts.integers("axis", [0]))
        case "unitnorm": self = .unitNorm(axis: try parts.integers("axis", [0]))
        default: throw ConfigurationError("there is no constraint \"\(parts.className)\"")
        }
        try parts.finish()
    }

    public var configuration: JSON {
        let axis: JSON = axes.count == 1 ? .integer(axes[0]) : .array(axes.map(JSON.integer))
        let (name, config): (String, JSONObject) =
            switch kind {
            case .nonNegative: ("NonNeg", [:])
            case .maxNorm(let limit): ("MaxNorm", ["max_value": .number(limit), "axis": axis])
            case .minMaxNorm(let min, let max, let rate):
                (
                    "MinMaxNorm",
                    ["min_value": .number(min), "max_value": .number(max), "rate": .number(rate), "axis": axis]
                )
            case .unitNorm: ("UnitNorm", ["axis": axis])
            }
        return KerasObjectParts.json("keras.constraints", name, config)
    }
}
