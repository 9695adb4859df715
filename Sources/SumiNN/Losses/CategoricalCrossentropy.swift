import SumiGraph
import SumiTensor

/// −Σ t log p over the classes along `axis`, of one-hot (or soft) targets.
///
/// Probabilities are divided by their sum, then limited to ε … 1 − ε in float32. Predictions that come out of a softmax (or
/// sigmoid) of the same trace are not: −Σ t log softmax is then taken of what went in. Source: Keras 3.15 on TensorFlow.
struct CategoricalCrossentropy: LossFunction, Hashable {
    var fromLogits = false
    var labelSmoothing = 0.0
    var axis = -1

    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        guard target.requireShape(of: prediction, Self.hint) else { return target.trace.failedTensor }
        let t = Self.smoothed(target, labelSmoothing)
        if let logits = prediction.logits ?? (fromLogits ? prediction : nil) { return ofLogits(t, logits) }
        return -(t * Self.probabilities(prediction, axis: axis).log()).sum(axes: [axis])
    }

    static let hint =
        "One-hot targets have one column for each class; for whole-number labels use sparseCategoricalCrossentropy, "
        + "or make them one-hot with toCategorical"

    static func smoothed(_ target: TracedTensor, _ smoothing: Double) -> TracedTensor {
        smoothing == 0 ? target : target * (1 - smoothing) + smoothing / Double(target.dimension(-1))
    }

    /// Rows that sum to 1, limited to what has a finite logarithm.
    static func probabilities(_ prediction: TracedTensor, axis: Int) -> TracedTensor {
        (prediction / prediction.sum(axes: [axis], keepingDimensions: true))
            .clipped(RegressionLoss.epsilon, 1 - RegressionLoss.epsilon)
    }

    /// The gradient is TensorFlow's softmax − t, also where targets do not sum to 1: what the true derivative has more
    /// is taken out by a term that is 0.
    private func ofLogits(_ t: TracedTensor, _ logits: TracedTensor) -> TracedTensor {
        let logProbabilities = logits.logSoftmax(axis: axis)
        let loss = -(t * logProbabilities).sum(axes: [axis])
        let logSum = (logits - logProbabilities).sliced(axis: axis, 0..<1).sum(axes: [axis])
        return loss + (1 - t.sum(axes: [axis])) * (logSum - logSum.stopGradient())
    }
}
