import SumiJSON

extension Regularizer: KerasObject {
    public init(configuration json: JSON) throws {
        var settings = try KerasSettings(json, kind: "regularizer")
        switch settings.className.filter({ $0 != "_" }).lowercased() {
        case "l1": self = .l1(try settings.double("l1") ?? 0.01)
        case "l2": self = .l2(try settings.double("l2") ?? 0.01)
        case "l1l2":
            self = .l1l2(l1: try settings.double("l1") ?? 0, l2: try settings.double("l2") ?? 0)
        case "orthogonalregularizer":
            let mode: OrthogonalMode = try settings.choice("mode") ?? .rows
            self = .orthogonal(factor: try settings.double("factor") ?? 0.01, mode: mode)
        default: throw settings.error("there is no regularizer of this name")
        }
        try settings.finish()
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
        return KerasSettings.json(name, module: "keras.regularizers", config)
    }
}
