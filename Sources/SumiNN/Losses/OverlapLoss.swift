import SumiGraph
import SumiTensor

/// How little two regions overlap, over the axes `axis` (all where it is `nil`). Source: Keras 3.15.
enum OverlapLoss: LossFunction, Hashable {
    /// 1 − 2 Σ t p / (Σ t + Σ p + ε).
    case dice(axis: [Int]?)
    /// 1 − Σ t p / (Σ t p + alpha Σ t (1 − p) + beta Σ p (1 − t) + ε).
    case tversky(alpha: Double, beta: Double, axis: [Int]?)

    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        guard target.requireRank(of: prediction) else { return target.trace.failedTensor }
        let (t, p) = (target, prediction)
        switch self {
        case .dice(let axis):
            let sizes = t.sum(axes: axis) + p.sum(axes: axis)
            return 1 - 2 * (t * p).sum(axes: axis) / (sizes + RegressionLoss.epsilon)
        case .tversky(let alpha, let beta, let axis):
            let shared = (t * p).sum(axes: axis)
            let missed = alpha * ((1 - p) * t).sum(axes: axis)
            let added = beta * (p * (1 - t)).sum(axes: axis)
            return 1 - shared / (shared + missed + added + RegressionLoss.epsilon)
        }
    }
}
