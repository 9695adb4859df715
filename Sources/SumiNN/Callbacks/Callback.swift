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

    func onTrainBegin(logs: Logs, model: Model) throws
    func onTrainEnd(logs: Logs, model: Model) throws
    func onEpochBegin(_ epoch: Int, logs: Logs, model: Model) throws
    /// `logs` holds the epoch's means, with `val_` values where there was validation.
    func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) throws
    func onTrainBatchBegin(_ batch: Int, logs: Logs, model: Model) throws
    /// `logs` holds the means over the epoch so far; asking for them costs a look into the engine.
    func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws

    func onTestBegin(logs: Logs, model: Model) throws
    func onTestEnd(logs: Logs, model: Model) throws
    func onTestBatchBegin(_ batch: Int, logs: Logs, model: Model) throws
    func onTestBatchEnd(_ batch: Int, logs: Logs, model: Model) throws

    func onPredictBegin(logs: Logs, model: Model) throws
    func onPredictEnd(logs: Logs, model: Model) throws
    func onPredictBatchBegin(_ batch: Int, logs: Logs, model: Model) throws
    func onPredictBatchEnd(_ batch: Int, logs: Logs, model: Model) throws
}

extension Callback {
    public func setParameters(_ parameters: CallbackParameters) {}
    public func onTrainBegin(logs: Logs, model: Model) throws {}
    public func onTrainEnd(logs: Logs, model: Model) throws {}
    public func onEpochBegin(_ epoch: Int, logs: Logs, model: Model) throws {}
    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) throws {}
    public func onTrainBatchBegin(_ batch: Int, logs: Logs, model: Model) throws {}
    public func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {}
    public func onTestBegin(logs: Logs, model: Model) throws {}
    public func onTestEnd(logs: Logs, model: Model) throws {}
    public func onTestBatchBegin(_ batch: Int, logs: Logs, model: Model) throws {}
    public func onTestBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {}
    public func onPredictBegin(logs: Logs, model: Model) throws {}
    public func onPredictEnd(logs: Logs, model: Model) throws {}
    public func onPredictBatchBegin(_ batch: Int, logs: Logs, model: Model) throws {}
    public func onPredictBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {}
}
