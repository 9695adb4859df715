/// Stops `fit` when the loss becomes infinite or no number at all.
public final class TerminateOnNaN: Callback {
    public init() {}

    public func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) {
        guard let loss = logs["loss"], !loss.isFinite else { return }
        model.console.write("Batch \(batch): Invalid loss, terminating training\n")
        model.stopTraining = true
    }
}
