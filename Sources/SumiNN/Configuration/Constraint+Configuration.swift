import SumiJSON

extension Constraint: KerasObject {
    public init(configuration json: JSON) throws {
        var settings = try KerasSettings(json, kind: "constraint")
        switch settings.className.filter({ $0 != "_" }).lowercased() {
        case "nonneg": self = .nonNegative
        case "maxnorm":
            self = .maxNorm(try settings.double("max_value") ?? 2, axis: try settings.integers("axis") ?? [0])
        case "minmaxnorm":
            self = .minMaxNorm(
                min: try settings.double("min_value") ?? 0, max: try settings.double("max_value") ?? 1,
                rate: try settings.double("rate") ?? 1, axis: try settings.integers("axis") ?? [0])
        case "unitnorm": self = .unitNorm(axis: try settings.integers("axis") ?? [0])
        default: throw settings.error("there is no constraint of this name")
        }
        try settings.finish()
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
        return KerasSettings.json(name, module: "keras.constraints", config)
    }
}
