import SumiJSON

/// A metric function of Keras: what it is called in files, and its settings there.
protocol KerasMetric: MetricFunction {
    /// `nil` where Keras has no class for these settings.
    var className: String? { get }
    /// Keys and values, in Keras' order.
    var settings: [(String, JSON)] { get }
}

extension Metric {
    /// This metric as Keras writes it in files: "accuracy" by its name, else class name and settings. `nil` for a function of one's
    /// own.
    public var configuration: JSON? {
        if let accuracy = function as? AccuracyMetric, accuracy == .automatic { return .string(name) }
        guard let function = function as? any KerasMetric, let className = function.className else { return nil }
        let elementType: JSON = function is IntersectionOverUnion ? "int64" : "float32"
        return KerasSettings.json(
            className, module: "keras.metrics",
            [("name", .string(name)), ("dtype", elementType)] + function.settings)
    }
}

extension AccuracyMetric: KerasMetric {
    var className: String? {
        switch self {
        case .automatic: nil
        case .equal: "Accuracy"
        case .binary: "BinaryAccuracy"
        case .categorical: "CategoricalAccuracy"
        case .sparse: "SparseCategoricalAccuracy"
        case .topK: "TopKCategoricalAccuracy"
        case .sparseTopK: "SparseTopKCategoricalAccuracy"
        }
    }

    var settings: [(String, JSON)] {
        switch self {
        case .automatic, .equal, .categorical, .sparse: []
        case .binary(let threshold): [("threshold", .number(threshold))]
        case .topK(let k), .sparseTopK(let k): [("k", .integer(k))]
        }
    }
}

extension MeanOfLoss: KerasMetric {
    var className: String? {
        switch function {
        case let loss as RegressionLoss:
            switch loss {
            case .huber, .cosineSimilarity: nil
            case .logCosh: "LogCoshError"
            default: loss.className
            }
        case is OverlapLoss, is FocalCrossentropy: nil
        case let loss as any KerasLoss: loss.className
        default: nil
        }
    }

    var settings: [(String, JSON)] {
        switch function {
        case let loss as BinaryCrossentropy: loss.settings.filter { $0.0 != "axis" }
        case let loss as SparseCategoricalCrossentropy:
            [
                ("from_logits", .bool(loss.fromLogits)), ("ignore_class", JSON(loss.ignoreClass)),
                ("axis", .integer(loss.axis)),
            ]
        case let loss as any KerasLoss: loss.settings
        default: []
        }
    }
}

extension RootMeanSquaredError: KerasMetric {
    var className: String? { "RootMeanSquaredError" }
    var settings: [(String, JSON)] { [] }
}

extension CosineSimilarityMetric: KerasMetric {
    var className: String? { "CosineSimilarity" }
    var settings: [(String, JSON)] { axis == -1 ? [] : [("axis", .integer(axis))] }
}

extension ConfusionCounts {
    /// As they were given: null, a number or a list.
    fileprivate var thresholdSetting: JSON {
        guard let given else { return .null }
        return given.count == 1 ? .number(given[0]) : .array(given.map { .number($0) })
    }
}

extension PrecisionRecall: KerasMetric {
    var className: String? {
        switch self {
        case .precision: "Precision"
        case .recall: "Recall"
        }
    }

    var settings: [(String, JSON)] {
        switch self {
        case .precision(let counts), .recall(let counts):
            [
                ("thresholds", counts.thresholdSetting), ("top_k", JSON(counts.topK)),
                ("class_id", JSON(counts.classID)),
            ]
        }
    }
}

extension ConfusionCount: KerasMetric {
    var className: String? {
        switch kind {
        case .truePositives: "TruePositives"
        case .falsePositives: "FalsePositives"
        case .trueNegatives: "TrueNegatives"
        case .falseNegatives: "FalseNegatives"
        }
    }

    var settings: [(String, JSON)] { [("thresholds", counts.thresholdSetting)] }
}
