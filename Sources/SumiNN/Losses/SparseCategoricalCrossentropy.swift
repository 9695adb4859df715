import SumiGraph
import SumiTensor

/// −log p of the class that each whole-number label names; classes lie along the last axis.
///
/// Probabilities are limited to ε … 1 − ε in float32, and −log softmax of their logarithms is taken. Predictions that come out
/// of a softmax (or sigmoid) of the same trace are not limited. Source: Keras 3.15 on TensorFlow.
struct SparseCategoricalCrossentropy: LossFunction, Hashable {
    var fromLogits = false
    /// Samples with this label do not count.
    var ignoreClass: Int?
    var axis = -1

    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        guard let labels = labels(target, prediction) else { return prediction.trace.failedTensor }
        guard let ignored = ignoreClass else { return values(labels: labels, prediction) }
        let isValid = labels .!= Double(ignored)
        // What replaces an ignored row has no logits any more, as in Keras.
        let rows = isValid.expandingDimensions(at: -1).select(prediction, prediction.zeros())
        return isValid.select(values(labels: isValid.select(labels, labels.zeros()), rows), 0)
    }

    func mask(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor? {
        guard let ignoreClass else { return nil }
        return labels(target, prediction).map { $0 .!= Double(ignoreClass) }
    }

    private func values(labels: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        let logits =
            prediction.logits
            ?? (fromLogits
                ? prediction : prediction.clipped(RegressionLoss.epsilon, 1 - RegressionLoss.epsilon).log())
        let axis = prediction.rank - 1
        return -logits.logSoftmax()
            .gathered(labels.expandingDimensions(at: -1), .elements(axis: axis)).withoutLastAxis()
    }

    /// The labels as int32, of the predictions' shape without the classes; `nil` where they do not fit.
    private func labels(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor? {
        if target.isFailed || prediction.isFailed { return nil }
        var labels = target
        if target.rank == prediction.rank, target.shape.dimensions.last == 1 { labels = target.withoutLastAxis() }
        let isLastAxis = axis == -1 || axis == prediction.rank - 1
        guard isLastAxis else {
            target.trace.fail("classes along axis \(axis): only the last axis (-1) is possible")
            return nil
        }
        guard labels.shape.dimensions == Array(prediction.shape.dimensions.dropLast()), prediction.rank > 0 else {
            target.trace.fail(
                "targets of shape \(target.shape) for predictions of shape \(prediction.shape): there must be one "
                    + "whole-number label for each row of class probabilities. One-hot targets go with "
                    + "categoricalCrossentropy")
            return nil
        }
        return labels.converted(to: .int32)
    }
}
