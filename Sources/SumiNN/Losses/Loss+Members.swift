extension Loss {
    /// The mean of (t − p)².
    public static let meanSquaredError = meanSquaredError()
    /// The mean of |t − p|.
    public static let meanAbsoluteError = meanAbsoluteError()
    /// Of probabilities (or of a sigmoid output, whose logits are then used).
    public static let binaryCrossentropy = binaryCrossentropy()
    /// Of one-hot targets and probabilities (or of a softmax output, whose logits are then used).
    public static let categoricalCrossentropy = categoricalCrossentropy()
    /// Of whole-number labels and probabilities (or of a softmax output, whose logits are then used).
    public static let sparseCategoricalCrossentropy = sparseCategoricalCrossentropy()
    /// Quadratic up to 1, linear beyond.
    public static let huber = huber()
    /// log cosh(p − t).
    public static let logCosh = logCosh()
    /// The mean of max(1 − t p, 0), labels −1 and 1.
    public static let hinge = hinge()
    /// The mean of max(1 − t p, 0)².
    public static let squaredHinge = squaredHinge()
    /// max(max (1 − t) p − Σ t p + 1, 0) of one-hot targets.
    public static let categoricalHinge = categoricalHinge()
    /// The mean of p − t log p.
    public static let poisson = poisson()
    /// Σ t log(t / p).
    public static let klDivergence = klDivergence()
    /// −1 for equal directions, 1 for opposite ones.
    public static let cosineSimilarity = cosineSimilarity()
    /// The mean of 100 |t − p| / |t|.
    public static let meanAbsolutePercentageError = meanAbsolutePercentageError()
    /// The mean of (log(1 + t) − log(1 + p))².
    public static let meanSquaredLogarithmicError = meanSquaredLogarithmicError()

    /// The mean of (t − p)².
    public static func meanSquaredError(reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(RegressionLoss.meanSquaredError, reduction: reduction, name: "mean_squared_error")
    }

    /// The mean of |t − p|.
    public static func meanAbsoluteError(reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(RegressionLoss.meanAbsoluteError, reduction: reduction, name: "mean_absolute_error")
    }

    /// The mean of 100 |t − p| / max(|t|, 1e-7).
    public static func meanAbsolutePercentageError(reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(
            RegressionLoss.meanAbsolutePercentageError, reduction: reduction, name: "mean_absolute_percentage_error")
    }

    /// The mean of (log(1 + t) − log(1 + p))².
    public static func meanSquaredLogarithmicError(reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(
            RegressionLoss.meanSquaredLogarithmicError, reduction: reduction, name: "mean_squared_logarithmic_error")
    }

    /// The mean of ½ e² where |e| ≤ delta, and of delta |e| − ½ delta² beyond.
    public static func huber(delta: Double = 1, reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(RegressionLoss.huber(delta: delta), reduction: reduction, name: "huber_loss")
            .requiring(delta >= 0, "delta is \(delta); it must not be negative")
    }

    /// The mean of log cosh(p − t).
    public static func logCosh(reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(RegressionLoss.logCosh, reduction: reduction, name: "log_cosh")
    }

    /// −Σ t p / (‖t‖ ‖p‖) along `axis`.
    public static func cosineSimilarity(axis: Int = -1, reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(RegressionLoss.cosineSimilarity(axis: axis), reduction: reduction, name: "cosine_similarity")
    }

    /// The mean of p − t log(p + 1e-7).
    public static func poisson(reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(RegressionLoss.poisson, reduction: reduction, name: "poisson")
    }

    /// Σ t log(t / p), both limited to 1e-7 … 1.
    public static func klDivergence(reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(RegressionLoss.klDivergence, reduction: reduction, name: "kl_divergence")
    }

    /// The mean of max(1 − t p, 0); labels are −1 and 1, or 0 and 1.
    public static func hinge(reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(HingeLoss.hinge, reduction: reduction, name: "hinge")
    }

    /// The mean of max(1 − t p, 0)²; labels are −1 and 1, or 0 and 1.
    public static func squaredHinge(reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(HingeLoss.squaredHinge, reduction: reduction, name: "squared_hinge")
    }

    /// max(max (1 − t) p − Σ t p + 1, 0) of one-hot targets.
    public static func categoricalHinge(reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(HingeLoss.categoricalHinge, reduction: reduction, name: "categorical_hinge")
    }

    /// 1 − 2 Σ t p / (Σ t + Σ p) over `axis`, over everything where it is `nil`.
    public static func dice(axis: [Int]? = nil, reduction: LossReduction = .sumOverBatchSize) -> Loss {
        Loss(OverlapLoss.dice(axis: axis), reduction: reduction, name: "dice")
    }

    /// 1 − Σ t p / (Σ t p + alpha Σ t (1 − p) + beta Σ p (1 − t)) over `axis`, over everything where it is `nil`.
    public static func tversky(
        alpha: Double = 0.5, beta: Double = 0.5, axis: [Int]? = nil, reduction: LossReduction = .sumOverBatchSize
    ) -> Loss {
        Loss(OverlapLoss.tversky(alpha: alpha, beta: beta, axis: axis), reduction: reduction, name: "tversky")
    }
}
