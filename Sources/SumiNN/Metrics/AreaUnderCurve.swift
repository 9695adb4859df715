#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

import SumiGraph
import SumiTensor

/// The area under the curve that shares of right and wrong positives form as the threshold moves.
///
/// Source: Keras 3.15, `AUC`; the interpolation of precision and recall is Davis and Goadrich (2006).
struct AreaUnderCurve: MetricFunction, Hashable {
    var curve = AUCCurve.roc
    var summation = AUCSummation.interpolation
    var counts: ConfusionCounts
    var fromLogits = false
    /// The thresholds between 0 and 1 as the user gave them.
    let given: [Double]?
    /// Of each label, where labels have curves of their own.
    var labelWeights: [Double]?

    /// - Parameters:
    ///   - thresholds: between 0 and 1; evenly distributed ones where it is `nil`, `numThresholds` with both ends.
    ///   - multiLabel: whether each column has a curve of its own, and the result is their mean.
    init(
        thresholds: [Double]?, numThresholds: Int, multiLabel: Bool = false, labelWeights: [Double]? = nil
    ) {
        given = thresholds
        let count = max(numThresholds, 2)
        let inner = thresholds?.sorted() ?? (1..<count - 1).map { Double($0) / Double(count - 1) }
        // The ends lie a little outside, so that 0 and 1 are always between them.
        counts = ConfusionCounts(thresholds: [-1e-7] + inner + [1 + 1e-7])
        counts.byColumn = multiLabel
        counts.columnWeights = multiLabel ? nil : labelWeights
        self.labelWeights = multiLabel ? labelWeights : nil
    }

    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums) {
        let probabilities = (fromLogits ? prediction.sigmoid() : prediction).maximum(0).minimum(1)
        counts.update(ConfusionCounts.Kind.allCases, target, probabilities, weight: weight, in: sums)
    }

    func result(_ sums: [String: Tensor]) -> Tensor {
        let columns = (sums[ConfusionCounts.Kind.truePositives.rawValue]?.count ?? 0) / counts.thresholds.count
        let areas = (0..<columns).map { column in
            area { kind in
                let values = sums[kind.rawValue]?.doubles ?? []
                return stride(from: column, to: values.count, by: columns).map { values[$0] }
            }
        }
        guard !areas.isEmpty else { return .scalar(0) }
        let weights = labelWeights.flatMap { $0.count == areas.count ? $0 : nil } ?? areas.map { _ in 1 }
        let total = weights.reduce(0, +)
        return .scalar(total == 0 ? 0 : zip(areas, weights).map(*).reduce(0, +) / total)
    }

    private func area(_ count: (ConfusionCounts.Kind) -> [Double]) -> Double {
        let (tp, fp) = (count(.truePositives), count(.falsePositives))
        let (tn, fn) = (count(.trueNegatives), count(.falseNegatives))
        if curve == .precisionRecall, summation == .interpolation { return interpolated(tp, fp, fn) }
        let points = tp.indices.map { point(tp: tp[$0], fp: fp[$0], tn: tn[$0], fn: fn[$0]) }
        return zip(points, points.dropFirst()).map { a, b in
            let height =
                switch summation {
                case .interpolation: (a.y + b.y) / 2
                case .minoring: min(a.y, b.y)
                case .majoring: max(a.y, b.y)
                }
            return (a.x - b.x) * height
        }.reduce(0, +)
    }

    private func point(tp: Double, fp: Double, tn: Double, fn: Double) -> (x: Double, y: Double) {
        switch curve {
        case .roc: return (Self.share(fp, of: fp + tn), Self.share(tp, of: tp + fn))
        case .precisionRecall: return (Self.share(tp, of: tp + fn), Self.share(tp, of: tp + fp))
        case .gain:
            if tp == 0 { return (0, 1) }
            let scale = Self.share(tp + fn, of: tn + fp)
            return (max(1 - scale * fn / tp, 0), 1 - scale * fp / tp)
        }
    }

    /// Between two points true positives grow in a straight line over all positives.
    private func interpolated(_ tp: [Double], _ fp: [Double], _ fn: [Double]) -> Double {
        let positives = zip(tp, fp).map(+)
        return (0..<tp.count - 1).map { index in
            let (p, nextP) = (positives[index], positives[index + 1])
            let slope = Self.share(tp[index] - tp[index + 1], of: max(p - nextP, 0))
            let intercept = tp[index + 1] - slope * nextP
            let logarithm = p > 0 && nextP > 0 ? log(p / nextP) : 0
            let gain = slope * (tp[index] - tp[index + 1] + intercept * logarithm)
            return Self.share(gain, of: max(tp[index + 1] + fn[index + 1], 0))
        }.reduce(0, +)
    }

    private static func share(_ part: Double, of whole: Double) -> Double { whole == 0 ? 0 : part / whole }
}
