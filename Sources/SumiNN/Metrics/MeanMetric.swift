import SumiGraph
import SumiTensor

/// The weighted mean of numbers over all batches: Σ weight · value / Σ weight.
///
/// The running loss is one: each batch's loss, weighted by the batch's size.
/// Values with several axes count by their mean after the first. Source: Keras 3.15, `Mean`.
public struct MeanMetric: Sendable {
    /// A metric without settings.
    public init() {}

    /// Adds `values`: a scalar, or `[batch, …]`.
    ///
    /// - Parameter weight: of each sample `[batch]`, of each value, or a scalar.
    public func update(_ values: TracedTensor, weight: TracedTensor? = nil, in sums: MetricSums) {
        guard let weight else {
            let count = values.isFailed ? 1 : values.shape.dimensions.first ?? 1
            sums.add("total", values.samplewise(by: { $0.mean(axes: $1) }).sum())
            sums.add("count", values.trace.constant(Double(count)))
            return
        }
        let (total, count) = Self.weighted(values, weight.converted(to: .float32)) { $0.mean(axes: $1) }
        sums.add("total", total)
        sums.add("count", count)
    }

    /// Σ weight · value and Σ weight of `values` brought to the axes of `weight`, both then reduced to samples.
    static func weighted(
        _ values: TracedTensor, _ weight: TracedTensor, by reduce: (TracedTensor, [Int]) -> TracedTensor
    ) -> (total: TracedTensor, count: TracedTensor) {
        var (values, weight) = values.sameRank(as: weight)
        if values.isFailed || weight.isFailed { return (values, values) }
        if values.rank > weight.rank { values = reduce(values, Array(weight.rank..<values.rank)) }
        weight = weight.broadcast(to: values.shape)
        let products = (values * weight).samplewise(by: reduce)
        return (products.sum(), weight.samplewise(by: reduce).sum())
    }

    /// What becomes of the sums.
    public func result(_ sums: [String: Tensor]) -> Tensor { Tensor.quotient(sums["total"], sums["count"]) }
}

extension TracedTensor {
    /// One value for each sample: all axes but the first reduced.
    func samplewise(by reduce: (TracedTensor, [Int]) -> TracedTensor) -> TracedTensor {
        isFailed || rank < 2 ? self : reduce(self, Array(1..<rank))
    }
}

extension Tensor {
    /// The float32 scalar `value`.
    static func scalar(_ value: Double) -> Tensor { Tensor(shape: [], doubles: [value], elementType: .float32) }

    /// a / b element by element, 0 where b is 0 or either is missing.
    static func quotient(_ a: Tensor?, _ b: Tensor?) -> Tensor {
        guard let a, let b, a.shape == b.shape else { return scalar(0) }
        let values = zip(a.doubles, b.doubles).map { $1 == 0 ? 0 : $0 / $1 }
        return Tensor(shape: a.shape, doubles: values, elementType: .float32)
    }
}
