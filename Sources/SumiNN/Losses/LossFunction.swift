import SumiGraph

/// What a loss measures, sample by sample; ``Loss`` adds weights and reduction. A user's own loss conforms to this.
public protocol LossFunction: Sendable {
    /// The loss of each sample, before weights and reduction: usually the predictions' shape without the last axis.
    ///
    /// - Parameters:
    ///   - target: what should have come out, in the element type that `fit` received, or float32.
    ///   - prediction: what came out, float32. Where it is the result of a softmax or sigmoid in the same trace,
    ///     `prediction.logits` is what went in.
    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor
}
