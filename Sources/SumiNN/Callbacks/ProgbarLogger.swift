/// Prints the progress of `fit`, `evaluate` and `predict` as Keras does; they add it themselves unless `verbose` is 0.
///
/// On a terminal a bar is redrawn while the epoch runs; elsewhere each epoch is one clean line. `NO_COLOR` is
/// respected.
public final class ProgbarLogger: Callback, TrainingObserver {
    private var parameters = CallbackParameters(verbose: 1, epochs: 1, steps: 0)
    private var bar: ProgressBar?
    private var isInFit = false

    /// A callback; it has no settings.
    public init() {}

    public func setParameters(_ parameters: CallbackParameters) {
        self.parameters = parameters
        isInFit = false
    }

    // MARK: Training

    public func onTrainBegin(logs: Logs, model: Model) {
        isInFit = true
        bar = nil
    }

    public func onEpochBegin(_ epoch: Int, logs: Logs, model: Model) { beginEpoch(epoch, model) }
    package func willGoOn(_ epoch: Int, model: Model) { beginEpoch(epoch, model) }
    public func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) { step(batch, logs) }
    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) { end(logs) }

    /// What comes next does not belong on the line of the bar.
    package func didPause(_ model: Model) {
        if bar?.isUnfinished == true { model.console.write("\n") }
        bar = nil
    }

    private func beginEpoch(_ epoch: Int, _ model: Model) {
        begin(model)
        if parameters.verbose > 0, parameters.epochs > 1 {
            model.console.write("Epoch \(epoch + 1)/\(parameters.epochs)\n")
        }
    }

    // MARK: Evaluation, silent within training

    public func onTestBegin(logs: Logs, model: Model) { if !isInFit { begin(model) } }
    public func onTestBatchEnd(_ batch: Int, logs: Logs, model: Model) { if !isInFit { step(batch, logs) } }
    public func onTestEnd(logs: Logs, model: Model) { if !isInFit { end(logs) } }

    // MARK: Prediction

    public func onPredictBegin(logs: Logs, model: Model) { begin(model) }
    public func onPredictBatchEnd(_ batch: Int, logs: Logs, model: Model) { step(batch, nil) }
    public func onPredictEnd(logs: Logs, model: Model) { end(nil) }

    private func begin(_ model: Model) {
        bar = ProgressBar(target: parameters.steps, verbose: parameters.verbose, console: model.console)
    }

    /// Values are asked for only when a bar is drawn.
    private func step(_ batch: Int, _ logs: Logs?) {
        guard bar?.isDue(batch + 1) == true else { return }
        bar?.update(batch + 1, logs?.values ?? [], isFinal: false)
    }

    private func end(_ logs: Logs?) {
        bar?.update(parameters.steps, logs?.values ?? [], isFinal: true)
        bar = nil
    }
}
