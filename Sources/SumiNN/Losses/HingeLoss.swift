import SumiGraph
import SumiTensor

/// Margin losses. Labels are −1 and 1; a batch of only 0 and 1 is read as such. Source: Keras 3.15.
enum HingeLoss: LossFunction, Hashable {
    /// mean max(1 − t p, 0).
    case hinge
    /// mean max(1 − t p, 0)².
    case squaredHinge
    /// max(max (1 − t) p − Σ t p + 1, 0), of one-hot targets.
    case categoricalHinge

    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        guard target.requireRank(of: prediction) else { return target.trace.failedTensor }
        switch self {
        case .hinge: return margin(target, prediction).mean(axes: [-1])
        case .squaredHinge: return margin(target, prediction).squared().mean(axes: [-1])
        case .categoricalHinge:
            let positive = (target * prediction).sum(axes: [-1])
            let negative = ((1 - target) * prediction).max(axes: [-1])
            return (negative - positive + 1).maximum(0)
        }
    }

    private func margin(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        let isBinary = (target .== 0).or(target .== 1).converted(to: .float32).min() .> 0.5
        let signs = isBinary.select(2 * target - 1, target)
        return (1 - signs * prediction).maximum(0)
    }
}
