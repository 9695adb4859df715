import SumiGraph
import SumiTensor

/// (1 + β²) · precision · recall / (β² · precision + recall) of each class, or an average of them.
///
/// Predictions above `threshold` are positive; where there is none, the largest of each row. Classes that never appear count as 0.
/// Source: Keras 3.15.
struct FBetaScore: MetricFunction, Hashable {
    var average: FScoreAverage?
    var beta = 1.0
    var threshold: Double?
    /// Whether this is Keras' `F1Score`, which has no beta.
    var isF1 = false

    var problem: String? {
        if let threshold, !(threshold > 0 && threshold <= 1) {
            return "threshold is \(threshold); it must be above 0, at most 1"
        }
        return RuleProblem.positive(beta, "beta")
    }

    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums) {
        let target = target.converted(to: .float32)
        guard target.requireShape(of: prediction, CategoricalCrossentropy.hint) else { return }
        guard prediction.rank == 2 else {
            return prediction.trace.fail("predictions have the shape \(prediction.shape); they are [samples, classes]")
        }
        let chosen = positives(prediction).converted(to: .float32)
        func add(_ name: String, _ values: TracedTensor) {
            let weighed = weight.map { values * $0.matchingRank(of: values).weight } ?? values
            sums.add(name, average == .micro ? weighed.sum() : weighed.sum(axes: [0]))
        }
        add("true_positives", chosen * target)
        add("false_positives", chosen * (1 - target))
        add("false_negatives", (1 - chosen) * target)
        add("intermediate_weights", target)
    }

    private func positives(_ prediction: TracedTensor) -> TracedTensor {
        if let threshold { return prediction .> threshold }
        // A row of zeros has no largest element.
        return (prediction .>= prediction.max(axes: [-1], keepingDimensions: true)).and(prediction.absolute() .> 1e-9)
    }

    func result(_ sums: [String: Tensor]) -> Tensor {
        func sum(_ name: String) -> [Double] { sums[name]?.doubles ?? [] }
        let (tp, fp, fn) = (sum("true_positives"), sum("false_positives"), sum("false_negatives"))
        let epsilon = RegressionLoss.epsilon
        let scores = tp.indices.map { index -> Double in
            let precision = tp[index] / (tp[index] + fp[index] + epsilon)
            let recall = tp[index] / (tp[index] + fn[index] + epsilon)
            return (1 + beta * beta) * precision * recall / (beta * beta * precision + recall + epsilon)
        }
        switch average {
        case nil: return Tensor(shape: [scores.count], doubles: scores, elementType: .float32)
        case .micro, .macro: return .scalar(scores.isEmpty ? 0 : scores.reduce(0, +) / Double(scores.count))
        case .weighted:
            let weights = sum("intermediate_weights")
            return .scalar(zip(scores, weights).map(*).reduce(0, +) / (weights.reduce(0, +) + epsilon))
        }
    }
}
