/// Stops `fit` when the loss becomes infinite or no number at all.
public final class TerminateOnNaN: Callback {
    private let raiseError: Bool

    /// - Parameter raiseError: whether `fit` throws instead of ending as if it were done.
    public init(raiseError: Bool = false) { self.raiseError = raiseError }

    public func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {
        guard let loss = logs["loss"], !loss.isFinite else { return }
        if raiseError {
            throw ModelError(
                place: model.place,
                "the loss is \(loss.isNaN ? "NaN" : "infinite") in batch \(batch): TerminateOnNaN ends the training")
        }
        model.console.write("Batch \(batch): Invalid loss, terminating training\n")
        model.stopTraining = true
    }
}
