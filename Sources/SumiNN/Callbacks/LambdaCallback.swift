/// A callback made of closures, for what needs no type of its own.
///
/// ```swift
/// LambdaCallback(onEpochEnd: { epoch, logs in print(epoch, logs["loss"] ?? .nan) })
/// ```
public final class LambdaCallback: Callback {
    private let epochBegin: ((Int, Logs) throws -> Void)?
    private let epochEnd: ((Int, Logs) throws -> Void)?
    private let trainBegin: ((Logs) throws -> Void)?
    private let trainEnd: ((Logs) throws -> Void)?
    private let trainBatchBegin: ((Int, Logs) throws -> Void)?
    private let trainBatchEnd: ((Int, Logs) throws -> Void)?

    /// A callback with these settings.
    public init(
        onEpochBegin: ((Int, Logs) throws -> Void)? = nil, onEpochEnd: ((Int, Logs) throws -> Void)? = nil,
        onTrainBegin: ((Logs) throws -> Void)? = nil, onTrainEnd: ((Logs) throws -> Void)? = nil,
        onTrainBatchBegin: ((Int, Logs) throws -> Void)? = nil, onTrainBatchEnd: ((Int, Logs) throws -> Void)? = nil
    ) {
        epochBegin = onEpochBegin
        epochEnd = onEpochEnd
        trainBegin = onTrainBegin
        trainEnd = onTrainEnd
        trainBatchBegin = onTrainBatchBegin
        trainBatchEnd = onTrainBatchEnd
    }

    public func onEpochBegin(_ epoch: Int, logs: Logs, model: Model) throws { try epochBegin?(epoch, logs) }
    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) throws { try epochEnd?(epoch, logs) }
    public func onTrainBegin(logs: Logs, model: Model) throws { try trainBegin?(logs) }
    public func onTrainEnd(logs: Logs, model: Model) throws { try trainEnd?(logs) }
    public func onTrainBatchBegin(_ batch: Int, logs: Logs, model: Model) throws { try trainBatchBegin?(batch, logs) }
    public func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws { try trainBatchEnd?(batch, logs) }
}
