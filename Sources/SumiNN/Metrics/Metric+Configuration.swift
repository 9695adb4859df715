import SumiGraph
import SumiJSON

extension Metric {
    /// A metric as Keras writes it in files: an object with class name and settings, or a name. Keras 2's wrapped functions are
    /// read too.
    ///
    /// - Throws: which metric or setting is not known.
    public init(configuration: JSON) throws {
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
    private static func withSettings(_ settings: inout KerasSettings) throws -> Metric? {
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

    private static func counting(_ settings: inout KerasSettings) throws(ConfigurationError) -> Metric? {
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
        case "PrecisionAtRecall", "RecallAtPrecision", "SensitivityAtSpecificity", "SpecificityAtSensitivity":
            return try searching(&settings)
        default: return try scoring(&settings)
        }
    }

    private static func searching(_ settings: inout KerasSettings) throws(ConfigurationError) -> Metric? {
        let count = try settings.integer("num_thresholds") ?? 200
        let classID = try settings.integer("class_id")
        func limit(_ key: String, _ settings: inout KerasSettings) throws(ConfigurationError) -> Double {
            try settings.required(settings.double(key), key)
        }
        switch settings.className {
        case "PrecisionAtRecall":
            return precisionAtRecall(try limit("recall", &settings), numThresholds: count, classID: classID)
        case "RecallAtPrecision":
            return recallAtPrecision(try limit("precision", &settings), numThresholds: count, classID: classID)
        case "SensitivityAtSpecificity":
            return sensitivityAtSpecificity(try limit("specificity", &settings), numThresholds: count, classID: classID)
        default:
            return specificityAtSensitivity(try limit("sensitivity", &settings), numThresholds: count, classID: classID)
        }
    }

    private static func scoring(_ settings: inout KerasSettings) throws(ConfigurationError) -> Metric? {
        switch settings.className {
        case "AUC": return try auc(&settings)
        case "F1Score":
            return f1Score(average: try settings.choice("average"), threshold: try settings.double("threshold"))
        case "FBetaScore":
            return fBetaScore(
                average: try settings.choice("average"), beta: try settings.double("beta") ?? 1,
                threshold: try settings.double("threshold"))
        case "R2Score":
            let aggregation: R2Aggregation? =
                settings.contains("class_aggregation") ? try settings.choice("class_aggregation") : .uniformAverage
            return r2Score(aggregation: aggregation, regressors: try settings.integer("num_regressors") ?? 0)
        case "BinaryIoU":
            return binaryIoU(
                targetClasses: try settings.integers("target_class_ids") ?? [0, 1],
                threshold: try settings.double("threshold") ?? 0.5)
        case "IoU", "MeanIoU", "OneHotIoU", "OneHotMeanIoU": return try overlapping(&settings)
        default: return nil
        }
    }

    private static func auc(_ settings: inout KerasSettings) throws(ConfigurationError) -> Metric {
        settings.ignore("num_labels")
        // Keras writes the weights as a tensor object.
        let weights = settings.value("label_weights")
        let values = weights?["config"]?["value"] ?? weights
        return auc(
            numThresholds: try settings.integer("num_thresholds") ?? 200, curve: try settings.choice("curve") ?? .roc,
            summationMethod: try settings.choice("summation_method") ?? .interpolation,
            thresholds: try settings.doubles("thresholds"), multiLabel: try settings.bool("multi_label") ?? false,
            labelWeights: values?.array?.compactMap(\.double), fromLogits: try settings.bool("from_logits") ?? false)
    }

    private static func overlapping(_ settings: inout KerasSettings) throws(ConfigurationError) -> Metric {
        let isOneHot = settings.className.hasPrefix("OneHot")
        let classes = try settings.required(settings.integer("num_classes"), "num_classes")
        let targets = try settings.integers("target_class_ids")
        return iou(
            classes: classes, targetClasses: targets ?? Array(0..<max(classes, 0)),
            ignoreClass: try settings.integer("ignore_class"),
            sparseTargets: isOneHot ? false : try settings.bool("sparse_y_true") ?? true,
            sparsePredictions: try settings.bool("sparse_y_pred") ?? !isOneHot, axis: try settings.integer("axis") ?? -1
        ).named(settings.className.snakeCased)
    }
}
