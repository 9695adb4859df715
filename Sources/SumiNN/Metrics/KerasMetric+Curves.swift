import SumiJSON

extension AreaUnderCurve: KerasMetric {
    var className: String? { "AUC" }

    var settings: [(String, JSON)] {
        let weights = labelWeights ?? counts.columnWeights
        let weightSetting: JSON =
            weights.map { weights in
                [
                    "class_name": "__tensor__",
                    "config": ["value": .array(weights.map { .number($0) }), "dtype": "float32"],
                ]
            } ?? .null
        let common: [(String, JSON)] = [
            ("num_thresholds", .integer(counts.thresholds.count)), ("curve", .string(curve.rawValue)),
            ("summation_method", .string(summation.rawValue)), ("multi_label", .bool(counts.byColumn)),
            ("num_labels", .null), ("label_weights", weightSetting), ("from_logits", .bool(fromLogits)),
        ]
        guard let given else { return common }
        return common + [("thresholds", .array(given.map { .number($0) }))]
    }
}

extension ThresholdSearch: KerasMetric {
    /// Keras' class, and what it calls the limit.
    private var names: (className: String, limit: String)? {
        switch (best, constrained) {
        case (.precision, .recall): ("PrecisionAtRecall", "recall")
        case (.recall, .precision): ("RecallAtPrecision", "precision")
        case (.recall, .specificity): ("SensitivityAtSpecificity", "specificity")
        case (.specificity, .recall): ("SpecificityAtSensitivity", "sensitivity")
        default: nil
        }
    }

    var className: String? { names?.className }

    var settings: [(String, JSON)] {
        [
            ("class_id", JSON(counts.classID)), ("num_thresholds", .integer(counts.thresholds.count)),
            (names?.limit ?? "value", .number(limit)),
        ]
    }
}

extension FBetaScore: KerasMetric {
    var className: String? { isF1 ? "F1Score" : "FBetaScore" }

    var settings: [(String, JSON)] {
        let averageSetting: JSON = average.map { .string($0.rawValue) } ?? .null
        return [("average", averageSetting)] + (isF1 ? [] : [("beta", .number(beta))])
            + [("threshold", JSON(threshold))]
    }
}

extension IntersectionOverUnion: KerasMetric {
    var className: String? {
        if case .threshold = predictionLabels { return "BinaryIoU" }
        let isMean = targetClasses == Array(0..<classes)
        return targetLabels == .wholeNumbers ? (isMean ? "MeanIoU" : "IoU") : (isMean ? "OneHotMeanIoU" : "OneHotIoU")
    }

    var settings: [(String, JSON)] {
        let targets: (String, JSON) = ("target_class_ids", .array(targetClasses.map { .integer($0) }))
        if case .threshold(let threshold) = predictionLabels { return [targets, ("threshold", .number(threshold))] }
        let isOneHot = targetLabels != .wholeNumbers
        let isMean = targetClasses == Array(0..<classes)
        var axis = -1
        for case .argMax(let given) in [targetLabels, predictionLabels] { axis = given }
        return [("num_classes", .integer(classes))] + (isMean ? [] : [targets]) + [("ignore_class", JSON(ignoreClass))]
            + (isOneHot ? [] : [("sparse_y_true", .bool(true))])
            + [("sparse_y_pred", .bool(predictionLabels == .wholeNumbers)), ("axis", .integer(axis))]
    }
}

extension R2Score: KerasMetric {
    var className: String? { "R2Score" }

    var settings: [(String, JSON)] {
        let setting: JSON = aggregation.map { .string($0.rawValue) } ?? .null
        return [("class_aggregation", setting), ("num_regressors", .integer(regressors))]
    }
}
