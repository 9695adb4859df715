import SumiGraph
import SumiTensor

/// The best of one share over all thresholds where another one is at least `limit`. Source: Keras 3.15.
struct ThresholdSearch: MetricFunction, Hashable {
    enum Share: Hashable {
        /// True positives among all positives: also called sensitivity.
        case recall
        /// True positives among all that are predicted positive.
        case precision
        /// True negatives among all negatives.
        case specificity

        func value(tp: Double, fp: Double, tn: Double, fn: Double) -> Double {
            let (part, rest) =
                switch self {
                case .recall: (tp, fn)
                case .precision: (tp, fp)
                case .specificity: (tn, fp)
                }
            return part + rest == 0 ? 0 : part / (part + rest)
        }
    }

    var best: Share
    var constrained: Share
    var limit: Double
    var counts: ConfusionCounts

    init(best: Share, where constrained: Share, isAtLeast limit: Double, numThresholds: Int, classID: Int?) {
        self.best = best
        self.constrained = constrained
        self.limit = limit
        let last = Double(max(numThresholds - 1, 1))
        let thresholds = numThresholds < 2 ? [0.5] : (0..<numThresholds).map { Double($0) / last }
        counts = ConfusionCounts(thresholds: thresholds, classID: classID)
    }

    var problem: String? {
        limit >= 0 && limit <= 1 ? counts.problem : "the limit is \(limit); it must be in 0…1"
    }

    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums) {
        counts.update(
            ConfusionCounts.Kind.allCases, target, prediction.maximum(0).minimum(1), weight: weight, in: sums)
    }

    func result(_ sums: [String: Tensor]) -> Tensor {
        func count(_ kind: ConfusionCounts.Kind) -> [Double] { sums[kind.rawValue]?.doubles ?? [] }
        let (tp, fp) = (count(.truePositives), count(.falsePositives))
        let (tn, fn) = (count(.trueNegatives), count(.falseNegatives))
        let found = tp.indices.map { index -> Double in
            func value(_ share: Share) -> Double {
                share.value(tp: tp[index], fp: fp[index], tn: tn[index], fn: fn[index])
            }
            // Shares are compared as float32, in which the limit may be met exactly.
            return Float(value(constrained)) >= Float(limit) ? value(best) : 0
        }
        return .scalar(found.max() ?? 0)
    }
}
