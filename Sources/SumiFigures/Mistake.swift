import SumiTensor

/// A sample that was predicted wrong.
public struct Mistake: Hashable, Sendable {
    /// Which sample, counted from 0.
    public let index: Int
    /// The true class.
    public let truth: Int
    /// The predicted class.
    public let prediction: Int
    /// The score of the class that was predicted.
    public let confidence: Double
    /// The score of the true class.
    public let truthScore: Double

    /// The mistakes that the classifier was surest of, the surest first.
    ///
    /// - Parameters:
    ///   - truth: `[samples]`, the true classes, or `[samples, classes]` with a 1 at the class.
    ///   - scores: `[samples, classes]`; `[samples]` for two classes.
    ///   - limit: how many at most; all where it is `nil`.
    /// - Throws: ``FigureError`` where the sizes differ, or a class has no score.
    public static func mostConfident(_ truth: Tensor, _ scores: Tensor, limit: Int? = nil) throws -> [Mistake] {
        let samples = try ClassScores(truth, scores, for: "mistakes")
        let mistakes = (0..<samples.count).compactMap { sample -> Mistake? in
            let (label, score) = samples.prediction(sample)
            let truth = samples.truths[sample]
            guard label != truth else { return nil }
            let row = samples.row(sample)
            return Mistake(
                index: sample, truth: truth, prediction: label, confidence: score,
                truthScore: row[row.startIndex + truth])
        }
        let sorted = mistakes.sorted { ($1.confidence, $0.index) < ($0.confidence, $1.index) }
        return limit.map { Array(sorted.prefix(max($0, 0))) } ?? sorted
    }
}
