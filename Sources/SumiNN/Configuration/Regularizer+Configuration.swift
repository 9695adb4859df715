import SumiJSON

extension Regularizer: KerasObject {
    public init(configuration json: JSON) throws {
        var parts = try KerasObjectParts(json, "a regularizer")
        switch parts.className.filter({ $0 != "_" }).lowercased() {
        case "l1": self = .l1(try parts.number("l1", 0.01))
        case "l2": self = .l2(try parts.number("l2", 0.01))
        case "l1l2":
            // By name alone, "l1_l2", both are 0.01.
            let standard = parts.isBare ? 0.01 : 0
            self = .l1l2(l1: try parts.number("l1", standard), l2: try parts.number("l2", standard))
        case "orthogonalregularizer":
            let name = try parts.string("mode", "rows")
            guard let mode = OrthogonalMode(rawValue: name) else {
                throw ConfigurationError(place: "mode", "\"\(name)\" is neither rows nor columns")
            }
            self = .orthogonal(factor: try parts.number("factor", 0.01), mode: mode)
        default: throw ConfigurationError("there is no regularizer \"\(parts.className)\"")
        }
        try parts.finish()
    }

    public var configuration: JSON {
        let (name, config): (String, JSONObject) =
            switch kind {
            case .l1(let l1): ("L1", ["l1": .number(l1)])
            case .l2(let l2): ("L2", ["l2": .number(l2)])
            case .l1l2(let l1, let l2): ("L1L2", ["l1": .number(l1), "l2": .number(l2)])
            case .orthogonal(let factor, let mode):
                ("OrthogonalRegularizer", ["factor": .number(factor), "mode": .string(mode.rawValue)])
            }
        return KerasObjectParts.json("keras.regularizers", name, config)
    }
}
