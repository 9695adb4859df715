/// What a compiled step does.
package enum StepKind: Hashable {
    /// Forward, backward, and the optimizer's update of all weights.
    case train
    /// Forward and backward; gradients are kept for a later update.
    case accumulate
    /// Forward, loss and metrics.
    case test
    /// Forward only.
    case predict

    var isTraining: Bool { self == .train || self == .accumulate }
}
