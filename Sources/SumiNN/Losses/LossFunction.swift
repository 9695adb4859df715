import SumiGraph

/// What a loss measures, sample by sample; ``Loss`` adds weights and reduction. A user's own loss conforms to this.
public protocol LossFunction: Sendable {
    /// The loss of each sample, before weights and reduction: usually the predictions' shape without the last axis.
    ///
    /// - Parameters:
    ///   - target: what should have come out, float32 (whole-number labels too).
    ///   - prediction: what came out, float32. Where it is the result of a softmax or sigmoid in the same trace,
    ///     `prediction.logits` is what went in.
    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor

    /// Which values count, as bool of their shape; `nil`, the default, where all do. What does not count is left out
    /// of the sum and of its divisor.
    func mask(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor?
}

extension LossFunction {
    public func mask(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor? { nil }
}
