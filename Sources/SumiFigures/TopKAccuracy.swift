import SumiTensor

/// The share of samples whose true class is among the `k` largest scores.
///
/// Of equal scores the class with the larger number goes first, as in scikit-learn 1.9,
/// `sklearn.metrics.top_k_accuracy_score`. (The metric `topKCategoricalAccuracy` is Keras': there equal scores are all in.)
///
/// - Parameters:
///   - truth: `[samples]`, the true classes, or `[samples, classes]` with a 1 at the class.
///   - scores: `[samples, classes]`.
///   - sampleWeight: `[samples]`, what each sample counts.
/// - Throws: ``FigureError`` where the sizes differ, a class has no score or `k` is below 1.
public func topKAccuracy(_ truth: Tensor, _ scores: Tensor, k: Int = 2, sampleWeight: Tensor? = nil) throws -> Double {
    guard k >= 1 else { throw FigureError("top-k accuracy: k is \(k), and must be 1 or more") }
    let samples = try ClassScores(truth, scores, sampleWeight: sampleWeight, for: "top-k accuracy")
    var (hits, all) = (0.0, 0.0)
    for sample in 0..<samples.count {
        let row = Array(samples.row(sample))
        let truth = samples.truths[sample]
        let before = row.indices.count { row[$0] > row[truth] || row[$0] == row[truth] && $0 > truth }
        all += samples.weight(sample)
        if before < k { hits += samples.weight(sample) }
    }
    guard all != 0 else { throw FigureError("top-k accuracy: the sample weights add up to 0") }
    return hits / all
}
