// Metrics of curves, regions and variance.

extension Metric {
    /// The area under the receiver operating characteristic, at 200 thresholds.
    public static let auc = auc()

    /// The area under a curve of the shares that move with the threshold.
    ///
    /// - Parameters:
    ///   - thresholds: between 0 and 1; evenly distributed ones where it is `nil`.
    ///   - multiLabel: whether each column has a curve of its own, and the result is their mean.
    ///   - labelWeights: how much each column counts.
    ///   - fromLogits: whether predictions go through a sigmoid first.
    public static func auc(
        numThresholds: Int = 200, curve: AUCCurve = .roc, summationMethod: AUCSummation = .interpolation,
        thresholds: [Double]? = nil, multiLabel: Bool = false, labelWeights: [Double]? = nil, fromLogits: Bool = false
    ) -> Metric {
        var function = AreaUnderCurve(
            thresholds: thresholds, numThresholds: numThresholds, multiLabel: multiLabel, labelWeights: labelWeights)
        function.curve = curve
        function.summation = summationMethod
        function.fromLogits = fromLogits
        var metric = Metric(function, name: "auc")
        if numThresholds < 2 { metric.problem = "numThresholds is \(numThresholds); it must be at least 2" }
        if let wrong = thresholds?.first(where: { !($0 >= 0 && $0 <= 1) }) {
            metric.problem = "a threshold is \(wrong); thresholds are in 0…1"
        }
        return metric
    }

    /// The best precision at thresholds where recall is at least `recall`.
    public static func precisionAtRecall(_ recall: Double, numThresholds: Int = 200, classID: Int? = nil) -> Metric {
        search(.precision, .recall, recall, numThresholds, classID, "precision_at_recall")
    }

    /// The best recall at thresholds where precision is at least `precision`.
    public static func recallAtPrecision(_ precision: Double, numThresholds: Int = 200, classID: Int? = nil) -> Metric {
        search(.recall, .precision, precision, numThresholds, classID, "recall_at_precision")
    }

    /// The best sensitivity at thresholds where specificity is at least `specificity`.
    public static func sensitivityAtSpecificity(
        _ specificity: Double, numThresholds: Int = 200, classID: Int? = nil
    ) -> Metric {
        search(.recall, .specificity, specificity, numThresholds, classID, "sensitivity_at_specificity")
    }

    /// The best specificity at thresholds where sensitivity is at least `sensitivity`.
    public static func specificityAtSensitivity(
        _ sensitivity: Double, numThresholds: Int = 200, classID: Int? = nil
    ) -> Metric {
        search(.specificity, .recall, sensitivity, numThresholds, classID, "specificity_at_sensitivity")
    }

    private static func search(
        _ best: ThresholdSearch.Share, _ constrained: ThresholdSearch.Share, _ limit: Double, _ numThresholds: Int,
        _ classID: Int?, _ name: String
    ) -> Metric {
        let function = ThresholdSearch(
            best: best, where: constrained, isAtLeast: limit, numThresholds: numThresholds, classID: classID)
        var metric = Metric(function, name: name)
        if numThresholds < 1 { metric.problem = "numThresholds is \(numThresholds); it must be at least 1" }
        return metric
    }

    /// The harmonic mean of precision and recall, of each class or averaged.
    ///
    /// - Parameter threshold: above which a prediction is positive; the largest of each row where it is `nil`.
    public static func f1Score(average: FScoreAverage? = nil, threshold: Double? = nil) -> Metric {
        Metric(FBetaScore(average: average, threshold: threshold, isF1: true), name: "f1_score")
    }

    /// (1 + β²) · precision · recall / (β² · precision + recall), of each class or averaged.
    public static func fBetaScore(
        average: FScoreAverage? = nil, beta: Double = 1, threshold: Double? = nil
    ) -> Metric {
        Metric(FBetaScore(average: average, beta: beta, threshold: threshold), name: "fbeta_score")
    }

    /// Intersection over union of labels, its mean over `targetClasses`.
    ///
    /// - Parameter sparsePredictions: whether predictions are labels; else the largest of each row is taken.
    public static func iou(
        classes: Int, targetClasses: [Int], ignoreClass: Int? = nil, sparseTargets: Bool = true,
        sparsePredictions: Bool = true, axis: Int = -1
    ) -> Metric {
        let function = IntersectionOverUnion(
            classes: classes, targetClasses: targetClasses, ignoreClass: ignoreClass,
            targetLabels: sparseTargets ? .wholeNumbers : .argMax(axis: axis),
            predictionLabels: sparsePredictions ? .wholeNumbers : .argMax(axis: axis))
        return Metric(function, name: "io_u")
    }

    /// Intersection over union of labels, its mean over all classes.
    public static func meanIoU(
        classes: Int, ignoreClass: Int? = nil, sparseTargets: Bool = true, sparsePredictions: Bool = true,
        axis: Int = -1
    ) -> Metric {
        iou(
            classes: classes, targetClasses: Array(0..<max(classes, 0)), ignoreClass: ignoreClass,
            sparseTargets: sparseTargets, sparsePredictions: sparsePredictions, axis: axis
        ).named("mean_io_u")
    }

    /// Intersection over union of 0 and 1, where predictions from `threshold` on are 1.
    public static func binaryIoU(targetClasses: [Int] = [0, 1], threshold: Double = 0.5) -> Metric {
        let function = IntersectionOverUnion(
            classes: 2, targetClasses: targetClasses, predictionLabels: .threshold(threshold))
        return Metric(function, name: "binary_io_u")
    }

    /// 1 − Σ (t − p)² / Σ (t − mean t)².
    public static func r2Score(aggregation: R2Aggregation? = .uniformAverage, regressors: Int = 0) -> Metric {
        Metric(R2Score(aggregation: aggregation, regressors: regressors), name: "r2_score")
    }
}
