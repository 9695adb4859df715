/// The curve whose area is taken. Raw values are Keras' names.
public enum AUCCurve: String, CaseIterable, Hashable, Sendable {
    /// True positive rate over false positive rate.
    case roc = "ROC"
    /// Precision over recall.
    case precisionRecall = "PR"
    /// Precision gain over recall gain.
    case gain = "PRGAIN"
}

/// How high the area under a curve is between two neighbouring points. Raw values are Keras' names.
public enum AUCSummation: String, CaseIterable, Hashable, Sendable {
    /// The mean of both; on precision and recall true positives grow in a straight line.
    case interpolation
    /// The higher of both.
    case majoring
    /// The lower of both.
    case minoring
}

/// How the scores of several classes become one. Raw values are Keras' names.
public enum FScoreAverage: String, CaseIterable, Hashable, Sendable {
    /// The score of all classes' counts together.
    case micro
    /// The mean over classes.
    case macro
    /// The mean over classes, weighted by how often each is the target.
    case weighted
}

/// How the R² of several outputs become one. Raw values are Keras' names.
public enum R2Aggregation: String, CaseIterable, Hashable, Sendable {
    /// The plain mean.
    case uniformAverage = "uniform_average"
    /// Weighted by how much each output varies.
    case varianceWeightedAverage = "variance_weighted_average"
}
