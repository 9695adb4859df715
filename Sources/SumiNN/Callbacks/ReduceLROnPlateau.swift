import SumiJSON

/// Multiplies the learning rate by `factor` when a value has not become better for `patience` epochs.
///
/// After a reduction nothing is counted for `cooldown` epochs; the rate does not go below `minLR`. Puts the
/// rate into the logs as `learning_rate`. Source: Keras 3.15, `keras/src/callbacks/reduce_lr_on_plateau.py`.
public final class ReduceLROnPlateau: Resumable {
    private var monitor: Monitor
    private let factor: Double
    private let patience: Int
    private let verbose: Int
    private let cooldown: Int
    private let minLR: Double

    private var best: Double?
    private var wait = 0
    private var cooldownCounter = 0

    /// A callback with these settings.
    public init(
        monitor: String = "val_loss", factor: Double = 0.1, patience: Int = 10, verbose: Int = 0,
        mode: Monitor.Mode = .auto, minDelta: Double = 1e-4, cooldown: Int = 0, minLR: Double = 0
    ) {
        self.monitor = Monitor(monitor, mode: mode, minDelta: minDelta)
        self.factor = factor
        self.patience = patience
        self.verbose = verbose
        self.cooldown = cooldown
        self.minLR = minLR
    }

    public func onTrainBegin(logs: Logs, model: Model) throws {
        guard factor < 1 else {
            throw ModelError("ReduceLROnPlateau has a factor of \(factor), which reduces nothing: it is below 1")
        }
        best = nil
        wait = 0
        cooldownCounter = 0
    }

    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) throws {
        try monitor.resolve(for: model, callback: "ReduceLROnPlateau")
        logs["learning_rate"] = try model.learningRate
        guard let current = logs[monitor.name] else {
            Console.warn(
                "the learning rate depends on \"\(monitor.name)\", which is not there; there are "
                    + logs.names.joined(separator: ", "))
            return
        }
        if cooldownCounter > 0 {
            cooldownCounter -= 1
            wait = 0
        }
        if monitor.isImprovement(current, over: best) {
            best = current
            wait = 0
        } else if cooldownCounter == 0 {
            wait += 1
            if wait >= patience { try reduce(epoch, model) }
        }
    }

    private func reduce(_ epoch: Int, _ model: Model) throws {
        let old = try model.learningRate
        guard old > Double(Float(minLR)) else { return }
        let new = max(old * factor, minLR)
        try model.setLearningRate(new)
        if verbose > 0 {
            model.console.write("\nEpoch \(epoch + 1): ReduceLROnPlateau reducing learning rate to \(new).\n")
        }
        cooldownCounter = cooldown
        wait = 0
    }

    public func resumeState() -> ResumeState {
        ResumeState(["best": JSON(best), "wait": .integer(wait), "cooldown": .integer(cooldownCounter)])
    }

    public func resume(from state: ResumeState, model: Model) {
        best = state["best"]?.double
        wait = state.count("wait")
        cooldownCounter = state.count("cooldown")
    }
}
