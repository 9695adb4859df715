import SumiJSON

/// A callback that goes on where it was when `fit` is stopped between two steps and gone on with, perhaps by another
/// process: its state is kept with the ``TrainingProgress``.
///
/// ```swift
/// final class CountEpochs: Resumable {
///     var count = 0
///     func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) { count += 1 }
///     func resumeState() -> ResumeState { ResumeState(["count": .integer(count)]) }
///     func resume(from state: ResumeState, model: Model) { count = state.count("count") }
/// }
/// ```
///
/// `fit` that goes on calls `onTrainBegin` and then ``resume(from:model:)``; an epoch that was stopped in its midst is
/// not begun a second time. What follows from the learning rate, the weights or the number of the epoch need not be kept.
public protocol Resumable: Callback {
    /// What the state is kept under; by default the name of the type. Callbacks with the same name are told apart by their
    /// order.
    var resumeName: String { get }

    /// What is to be kept. Called between two steps only, never while callbacks are called.
    func resumeState() throws -> ResumeState

    /// Takes up what ``resumeState()`` gave.
    func resume(from state: ResumeState, model: Model) throws
}

extension Resumable {
    public var resumeName: String { "\(type(of: self))" }
}
