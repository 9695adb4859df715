import SumiGraph
import SumiJSON

extension Loss {
    /// A loss as Keras writes it in files: an object with class name and settings, or a name.
    ///
    /// - Throws: which loss or setting is not known.
    public init(configuration: JSON) throws {
        var settings = try KerasSettings(configuration, kind: "loss")
        let name = try settings.string("name")
        let reduction = try Self.reduction(&settings)
        guard var loss = try Self.withSettings(&settings) ?? Self.known(settings.className) else {
            throw settings.error("there is no loss of this name")
        }
        try settings.finish()
        loss.reduction = reduction
        if let name { loss.name = name }
        try loss.validate()
        self = loss
    }

    /// This loss as Keras writes it in files; `nil` for a function of one's own.
    public var configuration: JSON? {
        guard let function = function as? any KerasLoss else { return nil }
        return KerasSettings.json(
            function.className, module: "keras.losses",
            [("name", .string(name)), ("reduction", .string(reduction.rawValue))] + function.settings)
    }

    private static func known(_ name: String) -> Loss? {
        let loss = Loss(named: name)
        return loss.problem == nil ? loss : nil
    }

    private static func reduction(_ settings: inout KerasSettings) throws(ConfigurationError) -> LossReduction {
        guard settings.contains("reduction") else { return .sumOverBatchSize }
        guard let text = try settings.string("reduction") else { return .none }
        // Keras 2 writes "auto", which means the mean outside of distribution strategies.
        if text == "auto" { return .sumOverBatchSize }
        guard let reduction = LossReduction(rawValue: text) else {
            let names = LossReduction.allCases.map(\.rawValue).joined(separator: ", ")
            throw settings.error("\"reduction\" is \"\(text)\"; it should be one of \(names)")
        }
        return reduction
    }

    /// The losses that have settings.
    private static func withSettings(_ settings: inout KerasSettings) throws(ConfigurationError) -> Loss? {
        switch settings.className {
        case "Huber": return huber(delta: try settings.double("delta") ?? 1)
        case "CosineSimilarity": return cosineSimilarity(axis: try settings.integer("axis") ?? -1)
        case "Dice": return dice(axis: try settings.integers("axis"))
        case "Tversky":
            return tversky(
                alpha: try settings.double("alpha") ?? 0.5, beta: try settings.double("beta") ?? 0.5,
                axis: try settings.integers("axis"))
        case "BinaryCrossentropy":
            return binaryCrossentropy(
                fromLogits: try settings.bool("from_logits") ?? false,
                labelSmoothing: try settings.double("label_smoothing") ?? 0, axis: try settings.integer("axis") ?? -1)
        case "CategoricalCrossentropy":
            return categoricalCrossentropy(
                fromLogits: try settings.bool("from_logits") ?? false,
                labelSmoothing: try settings.double("label_smoothing") ?? 0, axis: try settings.integer("axis") ?? -1)
        case "SparseCategoricalCrossentropy":
            return sparseCategoricalCrossentropy(
                fromLogits: try settings.bool("from_logits") ?? false,
                ignoreClass: try settings.integer("ignore_class"),
                axis: try settings.integer("axis") ?? -1)
        default: return try focal(&settings)
        }
    }

    private static func focal(_ settings: inout KerasSettings) throws(ConfigurationError) -> Loss? {
        guard settings.className.hasSuffix("FocalCrossentropy") else { return nil }
        let alpha = try settings.double("alpha") ?? 0.25
        let gamma = try settings.double("gamma") ?? 2
        let fromLogits = try settings.bool("from_logits") ?? false
        let labelSmoothing = try settings.double("label_smoothing") ?? 0
        let axis = try settings.integer("axis") ?? -1
        switch settings.className {
        case "BinaryFocalCrossentropy":
            return binaryFocalCrossentropy(
                applyClassBalancing: try settings.bool("apply_class_balancing") ?? false, alpha: alpha, gamma: gamma,
                fromLogits: fromLogits, labelSmoothing: labelSmoothing, axis: axis)
        case "CategoricalFocalCrossentropy":
            return categoricalFocalCrossentropy(
                alpha: alpha, gamma: gamma, fromLogits: fromLogits, labelSmoothing: labelSmoothing, axis: axis)
        default: return nil
        }
    }
}
