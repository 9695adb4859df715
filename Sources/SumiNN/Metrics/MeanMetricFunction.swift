import SumiGraph
import SumiTensor

/// A metric that is the weighted mean of one value for each sample (or step, or element).
public protocol MeanMetricFunction: MetricFunction {
    /// The value of each sample `[batch]`, or of each of its steps or elements `[batch, …]`.
    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor
}

extension MeanMetricFunction {
    public func update(
        _ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums
    ) {
        MeanMetric().update(values(target, prediction), weight: weight, in: sums)
    }

    public func result(_ sums: [String: Tensor]) -> Tensor { MeanMetric().result(sums) }
}

/// The mean of a loss function's values.
struct MeanOfLoss: MeanMetricFunction {
    var function: any LossFunction

    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums) {
        let (target, prediction) = target.converted(to: .float32).sameRank(as: prediction)
        if target.isFailed || prediction.isFailed { return }
        let values = function.values(target, prediction)
        guard let mask = function.mask(target, prediction)?.converted(to: .float32) else {
            return MeanMetric().update(values, weight: weight, in: sums)
        }
        guard let weight else { return MeanMetric().update(values, weight: mask, in: sums) }
        let (a, b) = weight.matchingRank(of: mask)
        MeanMetric().update(values, weight: a * b, in: sums)
    }

    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        let (target, prediction) = target.converted(to: .float32).sameRank(as: prediction)
        return function.values(target, prediction)
    }
}

/// The root of the mean of (t − p)². Weights apply to each sample's mean.
struct RootMeanSquaredError: MetricFunction {
    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums) {
        let (target, prediction) = target.converted(to: .float32).sameRank(as: prediction)
        MeanMetric().update((prediction - target).squared(), weight: weight, in: sums)
    }

    func result(_ sums: [String: Tensor]) -> Tensor {
        let mean = MeanMetric().result(sums)
        return Tensor(shape: mean.shape, doubles: mean.doubles.map { $0.squareRoot() }, elementType: .float32)
    }
}
