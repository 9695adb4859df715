import SumiGraph
import SumiTensor

/// −t log p − (1 − t) log(1 − p), its mean over `axis`.
///
/// Probabilities are limited to ε … 1 − ε in float32, and get no gradient beyond. Predictions that come out of a sigmoid (or
/// softmax) of the same trace are not: the formula is then taken of what went in. Source: Keras 3.15 on TensorFlow.
struct BinaryCrossentropy: LossFunction, Hashable {
    var fromLogits = false
    var labelSmoothing = 0.0
    var axis = -1

    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        let hint =
            "Whole-number labels of several classes go with sparseCategoricalCrossentropy and a softmax output"
        guard target.requireShape(of: prediction, hint) else { return target.trace.failedTensor }
        let t = Self.smoothed(target, labelSmoothing)
        if let logits = prediction.logits ?? (fromLogits ? prediction : nil) {
            // Each term is exact where the other vanishes, and so are their gradients; at 0 it is ½ − t.
            return (t * (-logits).softplus() + (1 - t) * logits.softplus()).mean(axes: [axis])
        }
        return Self.ofProbabilities(t, prediction).mean(axes: [axis])
    }

    static func smoothed(_ target: TracedTensor, _ smoothing: Double) -> TracedTensor {
        smoothing == 0 ? target : target * (1 - smoothing) + 0.5 * smoothing
    }

    static func ofProbabilities(_ t: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        let p = prediction.clipped(RegressionLoss.epsilon, 1 - RegressionLoss.epsilon)
        return -(t * p.log() + (1 - t) * (1 - p).log())
    }
}
