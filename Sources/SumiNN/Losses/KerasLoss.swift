import SumiGraph
import SumiJSON

/// A loss function of Keras: what it is called in files, and its settings there.
protocol KerasLoss: LossFunction {
    var className: String { get }
    /// Keys and values, in Keras' order.
    var settings: [(String, JSON)] { get }
}

extension RegressionLoss: KerasLoss {
    var className: String {
        switch self {
        case .meanSquaredError: "MeanSquaredError"
        case .meanAbsoluteError: "MeanAbsoluteError"
        case .meanAbsolutePercentageError: "MeanAbsolutePercentageError"
        case .meanSquaredLogarithmicError: "MeanSquaredLogarithmicError"
        case .huber: "Huber"
        case .logCosh: "LogCosh"
        case .cosineSimilarity: "CosineSimilarity"
        case .poisson: "Poisson"
        case .klDivergence: "KLDivergence"
        }
    }

    // Keras itself leaves these out of its files, and reads them.
    var settings: [(String, JSON)] {
        switch self {
        case .huber(let delta) where delta != 1: [("delta", .number(delta))]
        case .cosineSimilarity(let axis) where axis != -1: [("axis", .integer(axis))]
        default: []
        }
    }
}

extension HingeLoss: KerasLoss {
    var className: String {
        switch self {
        case .hinge: "Hinge"
        case .squaredHinge: "SquaredHinge"
        case .categoricalHinge: "CategoricalHinge"
        }
    }

    var settings: [(String, JSON)] { [] }
}

extension OverlapLoss: KerasLoss {
    var className: String {
        switch self {
        case .dice: "Dice"
        case .tversky: "Tversky"
        }
    }

    var settings: [(String, JSON)] {
        func json(_ axis: [Int]?) -> JSON { axis.map { .array($0.map { .integer($0) }) } ?? .null }
        return switch self {
        case .dice(let axis): [("axis", json(axis))]
        case .tversky(let alpha, let beta, let axis):
            [("alpha", .number(alpha)), ("beta", .number(beta)), ("axis", json(axis))]
        }
    }
}

extension BinaryCrossentropy: KerasLoss {
    var className: String { "BinaryCrossentropy" }

    var settings: [(String, JSON)] {
        [("from_logits", .bool(fromLogits)), ("label_smoothing", .number(labelSmoothing)), ("axis", .integer(axis))]
    }
}

extension CategoricalCrossentropy: KerasLoss {
    var className: String { "CategoricalCrossentropy" }

    var settings: [(String, JSON)] {
        [("from_logits", .bool(fromLogits)), ("label_smoothing", .number(labelSmoothing)), ("axis", .integer(axis))]
    }
}

extension SparseCategoricalCrossentropy: KerasLoss {
    var className: String { "SparseCategoricalCrossentropy" }

    var settings: [(String, JSON)] {
        [("from_logits", .bool(fromLogits)), ("ignore_class", JSON(ignoreClass))]
            + (axis == -1 ? [] : [("axis", .integer(axis))])
    }
}

extension FocalCrossentropy: KerasLoss {
    var className: String {
        switch self {
        case .binary: "BinaryFocalCrossentropy"
        case .categorical: "CategoricalFocalCrossentropy"
        }
    }

    var settings: [(String, JSON)] {
        func common(_ fromLogits: Bool, _ smoothing: Double, _ axis: Int) -> [(String, JSON)] {
            [("from_logits", .bool(fromLogits)), ("label_smoothing", .number(smoothing)), ("axis", .integer(axis))]
        }
        return switch self {
        case .binary(let balancing, let alpha, let gamma, let fromLogits, let smoothing, let axis):
            common(fromLogits, smoothing, axis)
                + [("apply_class_balancing", .bool(balancing)), ("alpha", .number(alpha)), ("gamma", .number(gamma))]
        case .categorical(let alpha, let gamma, let fromLogits, let smoothing, let axis):
            common(fromLogits, smoothing, axis) + [("alpha", .number(alpha)), ("gamma", .number(gamma))]
        }
    }
}
