import SumiGraph
import SumiTensor

/// How a loss makes one number of its values. Raw values are Keras' names.
public enum LossReduction: String, CaseIterable, Hashable, Sendable {
    /// Σ weight · value / number of values: weights do not change the divisor.
    case sumOverBatchSize = "sum_over_batch_size"
    /// The same as ``sumOverBatchSize``.
    case mean
    /// Σ weight · value / Σ weight.
    case meanWithSampleWeight = "mean_with_sample_weight"
    /// Σ weight · value.
    case sum
    /// weight · value, not reduced.
    case none

    /// - Parameters:
    ///   - weight: of each sample `[batch]`, or of each value.
    ///   - mask: bool; which values count.
    func reduce(_ values: TracedTensor, weight: TracedTensor?, mask: TracedTensor?) -> TracedTensor {
        var values = values
        var weight = weight?.converted(to: .float32)
        if let mask { weight = merge(mask, into: weight) }
        if let given = weight {
            let (a, b) = given.matchingRank(of: values)
            (weight, values) = (a, b * a)
        }
        if values.isFailed || self == .none || values.rank == 0 || values.shape == [0] { return values }
        let total = values.sum()
        switch self {
        case .sum, .none: return total
        case .meanWithSampleWeight: return weight.map { total.dividedOrZero(by: $0.sum()) } ?? mean(total, values)
        case .sumOverBatchSize, .mean: return mean(total, values)
        }
    }

    private func mean(_ total: TracedTensor, _ values: TracedTensor) -> TracedTensor {
        values.shape.count == 0 ? total : total / Double(values.shape.count)
    }

    /// A mask as weights. Where a mean divides by the number of values, those that count weigh `all / valid`, so that
    /// the mean is that of the valid ones.
    private func merge(_ mask: TracedTensor, into weight: TracedTensor?) -> TracedTensor {
        var factor = mask.converted(to: .float32)
        if self == .sumOverBatchSize || self == .mean, !factor.isFailed {
            let all = factor.trace.constant(Double(factor.shape.count))
            factor = factor * all.dividedOrZero(by: factor.sum())
        }
        guard let weight else { return factor }
        let (a, b) = weight.matchingRank(of: factor)
        return a * b
    }
}
