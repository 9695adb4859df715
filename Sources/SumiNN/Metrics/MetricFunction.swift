import SumiGraph
import SumiTensor

/// What a metric sums up batch by batch, and what it makes of the sums. A user's own metric conforms to this, or, where it is a
/// mean over samples, to ``MeanMetricFunction``.
public protocol MetricFunction: Sendable {
    /// Adds one batch to the sums.
    ///
    /// - Parameters:
    ///   - target: of the element type that `fit` received.
    ///   - weight: one weight for each sample (or each value without the last axis), or `nil`.
    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums)

    /// The metric of everything summed up so far.
    ///
    /// - Parameter sums: by the names that ``update(_:_:weight:in:)`` gave them.
    func result(_ sums: [String: Tensor]) throws -> Tensor

    /// What is wrong with the settings, or `nil`. `compile` throws it.
    var problem: String? { get }
}

extension MetricFunction {
    public var problem: String? { nil }
}
