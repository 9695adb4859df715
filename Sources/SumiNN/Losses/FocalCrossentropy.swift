import SumiGraph
import SumiTensor

/// Cross-entropy with less weight on what is already right. Source: Lin et al., "Focal Loss for Dense Object Detection"
/// (2017); Keras 3.15. These work on probabilities, also where softmax or sigmoid stands behind them.
enum FocalCrossentropy: LossFunction, Hashable {
    /// The mean over `axis` of (1 − pₜ)^gamma · binary cross-entropy, pₜ the probability of the true side; with class
    /// balancing times alpha for 1 and 1 − alpha for 0.
    case binary(
        balancing: Bool, alpha: Double, gamma: Double, fromLogits: Bool, labelSmoothing: Double, axis: Int)
    /// −Σ alpha (1 − p)^gamma t log p over the classes along `axis`.
    case categorical(alpha: Double, gamma: Double, fromLogits: Bool, labelSmoothing: Double, axis: Int)

    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        guard target.requireShape(of: prediction, CategoricalCrossentropy.hint) else {
            return target.trace.failedTensor
        }
        switch self {
        case .binary(let balancing, let alpha, let gamma, let fromLogits, let labelSmoothing, let axis):
            let t = BinaryCrossentropy.smoothed(target, labelSmoothing)
            let p = fromLogits ? prediction.sigmoid() : prediction
            let wrong = 1 - (t * p + (1 - t) * (1 - p))
            var values = wrong.power(gamma) * BinaryCrossentropy.ofProbabilities(t, p)
            if balancing { values = (t * alpha + (1 - t) * (1 - alpha)) * values }
            return values.mean(axes: [axis])
        case .categorical(let alpha, let gamma, let fromLogits, let labelSmoothing, let axis):
            let t = CategoricalCrossentropy.smoothed(target, labelSmoothing)
            let p = CategoricalCrossentropy.probabilities(
                fromLogits ? prediction.softmax(axis: axis) : prediction, axis: axis)
            return -((1 - p).power(gamma) * alpha * t * p.log()).sum(axes: [axis])
        }
    }
}
