/// Something that `fit`, `evaluate` and `predict` call while they run: to watch, to log, to change the learning rate,
/// to stop. Every hook does nothing unless it is written; order and arguments are Keras'.
///
/// ```swift
/// final class StopAtAccuracy: Callback {
///     func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) {
///         if let accuracy = logs["accuracy"], accuracy > 0.99 { model.stopTraining = true }
///     }
/// }
/// ```
public protocol Callback: AnyObject {
    /// Called before a run with what it was asked for.
    func setParameters(_ parameters: CallbackParameters)

    /// Called by `fit` before its first epoch.
    func onTrainBegin(logs: Logs, model: Model) throws
    /// Called by `fit` after its last epoch; `logs` are those of that epoch.
    func onTrainEnd(logs: Logs, model: Model) throws
    /// Called before the first batch of an epoch, counted from 0.
    func onEpochBegin(_ epoch: Int, logs: Logs, model: Model) throws
    /// `logs` holds the epoch's means, with `val_` values where there was validation.
    func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) throws
    /// Called before a batch of an epoch, counted from 0; `logs` are empty.
    func onTrainBatchBegin(_ batch: Int, logs: Logs, model: Model) throws
    /// `logs` holds the means over the epoch so far; asking for them costs a look into the engine.
    func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws

    /// Called before `evaluate`, or the validation of an epoch, begins.
    func onTestBegin(logs: Logs, model: Model) throws
    /// Called after `evaluate`, or the validation of an epoch; `logs` holds loss and metrics.
    func onTestEnd(logs: Logs, model: Model) throws
    /// Called before a batch of `evaluate` or of a validation.
    func onTestBatchBegin(_ batch: Int, logs: Logs, model: Model) throws
    /// `logs` holds the means over the batches so far; asking for them costs a look into the engine.
    func onTestBatchEnd(_ batch: Int, logs: Logs, model: Model) throws

    /// Called before `predict` begins.
    func onPredictBegin(logs: Logs, model: Model) throws
    /// Called after the last batch of `predict`.
    func onPredictEnd(logs: Logs, model: Model) throws
    /// Called before a batch of `predict`.
    func onPredictBatchBegin(_ batch: Int, logs: Logs, model: Model) throws
    /// Called after a batch of `predict`.
    func onPredictBatchEnd(_ batch: Int, logs: Logs, model: Model) throws
}

extension Callback {
    /// Does nothing.
    public func setParameters(_ parameters: CallbackParameters) {}
    /// Does nothing.
    public func onTrainBegin(logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onTrainEnd(logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onEpochBegin(_ epoch: Int, logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onTrainBatchBegin(_ batch: Int, logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onTestBegin(logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onTestEnd(logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onTestBatchBegin(_ batch: Int, logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onTestBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onPredictBegin(logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onPredictEnd(logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onPredictBatchBegin(_ batch: Int, logs: Logs, model: Model) throws {}
    /// Does nothing.
    public func onPredictBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {}
}
