import SumiGraph
import SumiTensor

/// Shares of right positives. 0 where there are none. Source: Keras 3.15.
enum PrecisionRecall: MetricFunction, Hashable {
    /// True positives among all that are predicted positive.
    case precision(ConfusionCounts)
    /// True positives among all that are positive.
    case recall(ConfusionCounts)

    private var counts: ConfusionCounts {
        switch self {
        case .precision(let counts), .recall(let counts): counts
        }
    }

    private var kinds: [ConfusionCounts.Kind] {
        switch self {
        case .precision: [.truePositives, .falsePositives]
        case .recall: [.truePositives, .falseNegatives]
        }
    }

    var problem: String? { counts.problem }

    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums) {
        counts.update(kinds, target, prediction, weight: weight, in: sums)
    }

    func result(_ sums: [String: Tensor]) -> Tensor {
        let found = kinds.map { sums[$0.rawValue]?.doubles ?? [] }
        let shares = zip(found[0], found[1]).map { $0 + $1 == 0 ? 0 : $0 / ($0 + $1) }
        return Tensor.oneOrMany(shares)
    }
}

/// How many there are of one kind.
struct ConfusionCount: MetricFunction, Hashable {
    var kind: ConfusionCounts.Kind
    var counts: ConfusionCounts

    var problem: String? { counts.problem }

    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums) {
        counts.update([kind], target, prediction, weight: weight, in: sums)
    }

    func result(_ sums: [String: Tensor]) -> Tensor { Tensor.oneOrMany(sums[kind.rawValue]?.doubles ?? []) }
}

extension Tensor {
    /// A scalar of one value, a vector of several; 0 of none.
    static func oneOrMany(_ values: [Double]) -> Tensor {
        values.count > 1
            ? Tensor(shape: [values.count], doubles: values, elementType: .float32) : scalar(values.first ?? 0)
    }
}
