import SumiGraph
import SumiJSON

extension Metric {
    /// A metric as Keras writes it in files: an object with class name and settings, or a name. Keras 2's wrapped functions are
    /// read too.
    ///
    /// - Throws: which metric or setting is not known.
    public init(configuration: JSON) throws(TraceError) {
        var settings = try KerasSettings(configuration, kind: "metric")
        let name = try settings.string("name")
        guard var metric = try Self.withSettings(&settings) ?? Self.known(settings.className) else {
            throw settings.error("there is no metric of this name")
        }
        try settings.finish()
        if let name { metric.name = name }
        try metric.validate()
        self = metric
    }

    private static func known(_ name: String) -> Metric? {
        let metric = Metric(named: name)
        return metric.problem == nil ? metric : nil
    }

    /// The metrics that have settings, or whose class name means something else than the name.
    private static func withSettings(_ settings: inout KerasSettings) throws(TraceError) -> Metric? {
        switch settings.className {
        case "Accuracy": return Metric(AccuracyMetric.equal, name: "accuracy")
        case "MeanMetricWrapper":
            let function = try settings.required(settings.value("fn"), "fn")
            return try Metric(configuration: function)
        case "BinaryAccuracy": return binaryAccuracy(threshold: try settings.double("threshold") ?? 0.5)
        case "TopKCategoricalAccuracy": return topKCategoricalAccuracy(k: try settings.integer("k") ?? 5)
        case "SparseTopKCategoricalAccuracy": return sparseTopKCategoricalAccuracy(k: try settings.integer("k") ?? 5)
        case "CosineSimilarity": return cosineSimilarity(axis: try settings.integer("axis") ?? -1)
        case "BinaryCrossentropy":
            return binaryCrossentropy(
                fromLogits: try settings.bool("from_logits") ?? false,
                labelSmoothing: try settings.double("label_smoothing") ?? 0)
        case "CategoricalCrossentropy":
            return categoricalCrossentropy(
                fromLogits: try settings.bool("from_logits") ?? false,
                labelSmoothing: try settings.double("label_smoothing") ?? 0, axis: try settings.integer("axis") ?? -1)
        case "SparseCategoricalCrossentropy":
            return sparseCategoricalCrossentropy(
                fromLogits: try settings.bool("from_logits") ?? false,
                ignoreClass: try settings.integer("ignore_class"),
                axis: try settings.integer("axis") ?? -1)
        default: return try counting(&settings)
        }
    }

    private static func counting(_ settings: inout KerasSettings) throws(TraceError) -> Metric? {
        switch settings.className {
        case "Precision":
            return precision(
                thresholds: try settings.doubles("thresholds"), topK: try settings.integer("top_k"),
                classID: try settings.integer("class_id"))
        case "Recall":
            return recall(
                thresholds: try settings.doubles("thresholds"), topK: try settings.integer("top_k"),
                classID: try settings.integer("class_id"))
        case "TruePositives": return truePositives(thresholds: try settings.doubles("thresholds"))
        case "FalsePositives": return falsePositives(thresholds: try settings.doubles("thresholds"))
        case "TrueNegatives": return trueNegatives(thresholds: try settings.doubles("thresholds"))
        case "FalseNegatives": return falseNegatives(thresholds: try settings.doubles("thresholds"))
        default: return nil
        }
    }
}
