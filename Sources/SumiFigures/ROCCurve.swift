import SumiTensor

/// The receiver operating characteristic: which share of one class is found, and which share of all else is taken for
/// it, as the threshold on its score falls.
///
/// Source: scikit-learn 1.9, `sklearn.metrics.roc_curve`; points on a straight line between others are left out.
public struct ROCCurve: Hashable, Sendable {
    /// The share of other samples that is taken for the class, from 0 to 1; NaN where there are none.
    public let falsePositiveRates: [Double]
    /// The share of the class that is found, from 0 to 1; NaN where there are none.
    public let truePositiveRates: [Double]
    /// A sample is taken for the class where its score is not below the threshold; the first is infinite.
    public let thresholds: [Double]

    /// - Parameters:
    ///   - isPositive: `[samples]`, whether a sample is of the class: 1 (`true`) or 0.
    ///   - scores: `[samples]`, the larger the likelier.
    ///   - sampleWeight: `[samples]`, what each sample counts.
    /// - Throws: ``FigureError`` where the sizes differ, or a score is NaN.
    public init(_ isPositive: Tensor, _ scores: Tensor, sampleWeight: Tensor? = nil) throws {
        let pairs = try ClassScores(isPositive, scores, sampleWeight: sampleWeight, for: "ROC curve")
        guard pairs.classes == 2, scores.count == isPositive.count else {
            throw FigureError("ROC curve: the scores have the shape \(scores.shape), [samples] is needed")
        }
        self.init(isPositive: pairs.truths.map { $0 == 1 }, scores.doubles, weights: pairs.weights)
    }

    /// One curve for each class, against all others.
    ///
    /// - Parameters:
    ///   - truth: `[samples]`, the true classes, or `[samples, classes]` with a 1 at the class.
    ///   - scores: `[samples, classes]`.
    /// - Throws: ``FigureError`` where the sizes differ, or a class has no score.
    public static func perClass(_ truth: Tensor, _ scores: Tensor, sampleWeight: Tensor? = nil) throws -> [ROCCurve] {
        let samples = try ClassScores(truth, scores, sampleWeight: sampleWeight, for: "ROC curve")
        return (0..<samples.classes).map { label in
            ROCCurve(isPositive: samples.truths.map { $0 == label }, samples.column(label), weights: samples.weights)
        }
    }

    package init(isPositive: [Bool], _ scores: [Double], weights: [Double]?) {
        var points = Points(isPositive, scores, weights)
        points.dropIntermediate()
        func rates(_ sums: [Double]) -> [Double] {
            let all = sums.last ?? 0
            return ([0] + sums).map { all > 0 ? $0 / all : .nan }
        }
        falsePositiveRates = rates(points.misses)
        truePositiveRates = rates(points.hits)
        thresholds = [.infinity] + points.thresholds
    }

    /// The area under the curve: how likely a sample of the class has a larger score than another. NaN where only one
    /// kind of sample is there.
    public var area: Double {
        let points = Array(zip(falsePositiveRates, truePositiveRates))
        return zip(points, points.dropFirst()).reduce(0) { area, pair in
            area + (pair.1.0 - pair.0.0) * (pair.1.1 + pair.0.1) / 2
        }
    }
}

/// Sums of weights at or above each threshold.
private struct Points {
    private(set) var thresholds: [Double] = []
    private(set) var hits: [Double] = []
    private(set) var misses: [Double] = []

    init(_ isPositive: [Bool], _ scores: [Double], _ weights: [Double]?) {
        // A sample that counts nothing makes no point.
        let known = scores.indices.filter { weights?[$0] != 0 }
        let order = known.sorted { scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1] }
        var (hit, miss) = (0.0, 0.0)
        for (place, sample) in order.enumerated() {
            let weight = weights?[sample] ?? 1
            if isPositive[sample] { hit += weight } else { miss += weight }
            let isLast = place + 1 == order.count
            if isLast || scores[order[place + 1]] != scores[sample] {
                thresholds.append(scores[sample])
                hits.append(hit)
                misses.append(miss)
            }
        }
    }

    /// Keeps ends and corners.
    mutating func dropIntermediate() {
        guard thresholds.count > 2 else { return }
        func bends(_ sums: [Double], _ index: Int) -> Bool {
            (sums[index + 1] - sums[index]) - (sums[index] - sums[index - 1]) != 0
        }
        let kept = thresholds.indices.filter { index in
            index == 0 || index == thresholds.count - 1 || bends(hits, index) || bends(misses, index)
        }
        (thresholds, hits, misses) = (kept.map { thresholds[$0] }, kept.map { hits[$0] }, kept.map { misses[$0] })
    }
}
