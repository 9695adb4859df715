// Means of losses, and errors.

extension Metric {
    /// The mean of (t − p)².
    public static let meanSquaredError = Metric(.meanSquaredError)
    /// The root of the mean of (t − p)².
    public static let rootMeanSquaredError = Metric(RootMeanSquaredError(), name: "root_mean_squared_error")
    /// The mean of |t − p|.
    public static let meanAbsoluteError = Metric(.meanAbsoluteError)
    /// The mean of 100 |t − p| / |t|.
    public static let meanAbsolutePercentageError = Metric(.meanAbsolutePercentageError)
    /// The mean of (log(1 + t) − log(1 + p))².
    public static let meanSquaredLogarithmicError = Metric(.meanSquaredLogarithmicError)
    /// The mean of log cosh(p − t).
    public static let logCoshError = Metric(.logCosh).named("logcosh")
    /// The mean of binary cross-entropy.
    public static let binaryCrossentropy = binaryCrossentropy()
    /// The mean of categorical cross-entropy.
    public static let categoricalCrossentropy = categoricalCrossentropy()
    /// The mean of sparse categorical cross-entropy.
    public static let sparseCategoricalCrossentropy = sparseCategoricalCrossentropy()
    /// The mean of Σ t log(t / p).
    public static let klDivergence = Metric(.klDivergence)
    /// The mean of p − t log p.
    public static let poisson = Metric(.poisson)
    /// The mean of max(1 − t p, 0).
    public static let hinge = Metric(.hinge)
    /// The mean of max(1 − t p, 0)².
    public static let squaredHinge = Metric(.squaredHinge)
    /// The mean of max(max (1 − t) p − Σ t p + 1, 0).
    public static let categoricalHinge = Metric(.categoricalHinge)

    /// The mean of binary cross-entropy.
    public static func binaryCrossentropy(fromLogits: Bool = false, labelSmoothing: Double = 0) -> Metric {
        Metric(.binaryCrossentropy(fromLogits: fromLogits, labelSmoothing: labelSmoothing))
    }

    /// The mean of categorical cross-entropy.
    public static func categoricalCrossentropy(
        fromLogits: Bool = false, labelSmoothing: Double = 0, axis: Int = -1
    ) -> Metric {
        Metric(.categoricalCrossentropy(fromLogits: fromLogits, labelSmoothing: labelSmoothing, axis: axis))
    }

    /// The mean of sparse categorical cross-entropy.
    public static func sparseCategoricalCrossentropy(
        fromLogits: Bool = false, ignoreClass: Int? = nil, axis: Int = -1
    ) -> Metric {
        Metric(.sparseCategoricalCrossentropy(fromLogits: fromLogits, ignoreClass: ignoreClass, axis: axis))
    }

    /// The mean of Σ t p / (‖t‖ ‖p‖) along `axis`: 1 for equal directions (the loss of this name has the other sign).
    public static func cosineSimilarity(axis: Int = -1) -> Metric {
        Metric(CosineSimilarityMetric(axis: axis), name: "cosine_similarity")
    }
}
