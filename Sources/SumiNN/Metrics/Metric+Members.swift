extension Metric {
    /// How often predictions are right; which accuracy that is follows from the shapes of targets and output, as for
    /// Keras' "accuracy".
    public static let accuracy = Metric(AccuracyMetric.automatic, name: "accuracy")
    /// How often (p > ½) is the target.
    public static let binaryAccuracy = binaryAccuracy()
    /// How often the largest output stands where the one-hot target says.
    public static let categoricalAccuracy = Metric(AccuracyMetric.categorical, name: "categorical_accuracy")
    /// How often the largest output stands where the whole-number label says.
    public static let sparseCategoricalAccuracy = Metric(AccuracyMetric.sparse, name: "sparse_categorical_accuracy")
    /// How often the one-hot target is among the 5 largest outputs.
    public static let topKCategoricalAccuracy = topKCategoricalAccuracy()
    /// How often the whole-number label is among the 5 largest outputs.
    public static let sparseTopKCategoricalAccuracy = sparseTopKCategoricalAccuracy()
    /// True positives among all that are predicted positive.
    public static let precision = precision()
    /// True positives among all that are positive.
    public static let recall = recall()

    /// How often (p > threshold) is the target, element by element.
    public static func binaryAccuracy(threshold: Double = 0.5) -> Metric {
        var metric = Metric(AccuracyMetric.binary(threshold: threshold), name: "binary_accuracy")
        if !(threshold > 0 && threshold < 1) { metric.problem = "threshold is \(threshold); it must be inside 0…1" }
        return metric
    }

    /// How often the one-hot target is among the `k` largest outputs; a tie with the k-th counts.
    public static func topKCategoricalAccuracy(k: Int = 5) -> Metric {
        Metric(AccuracyMetric.topK(k), name: "top_k_categorical_accuracy")
    }

    /// How often the whole-number label is among the `k` largest outputs; a tie with the k-th counts.
    public static func sparseTopKCategoricalAccuracy(k: Int = 5) -> Metric {
        Metric(AccuracyMetric.sparseTopK(k), name: "sparse_top_k_categorical_accuracy")
    }

    /// True positives among all that are predicted positive, one for each threshold.
    ///
    /// - Parameters:
    ///   - thresholds: above which a prediction is positive; ½ by default.
    ///   - topK: only a row's `topK` largest predictions can be positive.
    ///   - classID: only this column counts.
    public static func precision(thresholds: [Double]? = nil, topK: Int? = nil, classID: Int? = nil) -> Metric {
        Metric(
            PrecisionRecall.precision(ConfusionCounts(thresholds: thresholds, topK: topK, classID: classID)),
            name: "precision")
    }

    /// True positives among all that are positive, one for each threshold.
    ///
    /// - Parameters:
    ///   - thresholds: above which a prediction is positive; ½ by default.
    ///   - topK: only a row's `topK` largest predictions can be positive.
    ///   - classID: only this column counts.
    public static func recall(thresholds: [Double]? = nil, topK: Int? = nil, classID: Int? = nil) -> Metric {
        Metric(
            PrecisionRecall.recall(ConfusionCounts(thresholds: thresholds, topK: topK, classID: classID)),
            name: "recall")
    }

    /// How many positives are predicted so, one number for each threshold.
    public static func truePositives(thresholds: [Double]? = nil) -> Metric { count(.truePositives, thresholds) }
    /// How many negatives are predicted positive, one number for each threshold.
    public static func falsePositives(thresholds: [Double]? = nil) -> Metric { count(.falsePositives, thresholds) }
    /// How many negatives are predicted so, one number for each threshold.
    public static func trueNegatives(thresholds: [Double]? = nil) -> Metric { count(.trueNegatives, thresholds) }
    /// How many positives are predicted negative, one number for each threshold.
    public static func falseNegatives(thresholds: [Double]? = nil) -> Metric { count(.falseNegatives, thresholds) }

    private static func count(_ kind: ConfusionCounts.Kind, _ thresholds: [Double]?) -> Metric {
        Metric(ConfusionCount(kind: kind, counts: ConfusionCounts(thresholds: thresholds)), name: kind.rawValue)
    }
}
