import SumiGraph
import SumiTensor

/// The weighted sum of numbers over all batches. Source: Keras 3.15, `Sum`.
public struct SumMetric: Sendable {
    /// A metric without settings.
    public init() {}

    /// Adds `values`: a scalar, or `[batch, …]`.
    ///
    /// - Parameter weight: of each sample `[batch]`, of each value, or a scalar.
    public func update(_ values: TracedTensor, weight: TracedTensor? = nil, in sums: MetricSums) {
        guard let weight else { return sums.add("total", values.sum()) }
        sums.add("total", MeanMetric.weighted(values, weight.converted(to: .float32)) { $0.sum(axes: $1) }.total)
    }

    /// What becomes of the sums.
    public func result(_ sums: [String: Tensor]) -> Tensor { sums["total"] ?? .scalar(0) }
}
