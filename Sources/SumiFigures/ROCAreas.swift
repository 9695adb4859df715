import SumiTensor

/// The areas under the ROC curves of all classes, each against all others, with their averages.
///
/// Source: scikit-learn 1.9, `sklearn.metrics.roc_auc_score` with `multi_class="ovr"`.
public struct ROCAreas: Hashable, Sendable {
    /// One area for each class; NaN for a class that is not in the data, or is all of it.
    public let classes: [Double]
    /// The plain mean of the classes.
    public let macroAverage: Double
    /// The mean of the classes, each counted as often as it occurs.
    public let weightedAverage: Double
    /// The area where every score of every sample counts as an answer of its own.
    public let microAverage: Double

    /// - Parameters:
    ///   - truth: `[samples]`, the true classes, or `[samples, classes]` with a 1 at the class.
    ///   - scores: `[samples, classes]`; `[samples]` for two classes.
    ///   - sampleWeight: `[samples]`, what each sample counts.
    /// - Throws: ``FigureError`` where the sizes differ, or a class has no score.
    public init(_ truth: Tensor, _ scores: Tensor, sampleWeight: Tensor? = nil) throws {
        let samples = try ClassScores(truth, scores, sampleWeight: sampleWeight, for: "ROC areas")
        var areas: [Double] = []
        var shares = [Double](repeating: 0, count: samples.classes)
        for sample in 0..<samples.count { shares[samples.truths[sample]] += samples.weight(sample) }
        for label in 0..<samples.classes {
            let curve = ROCCurve(
                isPositive: samples.truths.map { $0 == label }, samples.column(label), weights: samples.weights)
            areas.append(curve.area)
        }
        classes = areas
        macroAverage = areas.reduce(0, +) / Double(areas.count)
        let all = shares.reduce(0, +)
        weightedAverage = zip(areas, shares).reduce(0) { $0 + $1.0 * $1.1 } / all
        let flat = (0..<samples.count).flatMap { sample in
            samples.row(sample).enumerated().map { label, score in
                (isPositive: samples.truths[sample] == label, score: score, weight: samples.weight(sample))
            }
        }
        microAverage =
            ROCCurve(
                isPositive: flat.map(\.isPositive), flat.map(\.score),
                weights: samples.weights == nil ? nil : flat.map(\.weight)
            ).area
    }
}
