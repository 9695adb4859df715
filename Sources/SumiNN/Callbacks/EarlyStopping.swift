import SumiJSON
import SumiTensor

/// Stops `fit` when a value has not become better for some epochs.
///
/// The count rises each epoch and starts again where the value improves by more than `minDelta`; with a `baseline`
/// only where it beats the baseline, too. Training stops when the count reaches `patience`, but never after the first
/// epoch. `restoreBestWeights` gives the model the best epoch's weights when training ends, early or not.
/// Source: Keras 3.15, `keras/src/callbacks/early_stopping.py`.
public final class EarlyStopping: Resumable {
    private var monitor: Monitor
    private let patience: Int
    private let verbose: Int
    private let baseline: Double?
    private let restoreBestWeights: Bool
    private let startFromEpoch: Int

    private var wait = 0
    private var best: Double?
    private var bestWeights: [Tensor]?
    /// The epoch (counted from 0) whose value was best.
    public private(set) var bestEpoch = 0
    /// The epoch after which training was stopped; 0 where it was not.
    public private(set) var stoppedEpoch = 0

    /// A callback with these settings.
    public init(
        monitor: String = "val_loss", minDelta: Double = 0, patience: Int = 0, verbose: Int = 0,
        mode: Monitor.Mode = .auto, baseline: Double? = nil, restoreBestWeights: Bool = false, startFromEpoch: Int = 0
    ) {
        self.monitor = Monitor(monitor, mode: mode, minDelta: minDelta)
        self.patience = patience
        self.verbose = verbose
        self.baseline = baseline
        self.restoreBestWeights = restoreBestWeights
        self.startFromEpoch = startFromEpoch
    }

    public func onTrainBegin(logs: Logs, model: Model) {
        wait = 0
        stoppedEpoch = 0
        best = nil
        bestWeights = nil
        bestEpoch = 0
    }

    public func onEpochBegin(_ epoch: Int, logs: Logs, model: Model) {
        // After a stop only a training that is gone on with for more epochs comes here.
        guard stoppedEpoch > 0 else { return }
        stoppedEpoch = 0
        wait = 0
    }

    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) throws {
        try monitor.resolve(for: model, callback: "EarlyStopping")
        guard let current = logs[monitor.name] else {
            Console.warn(
                "early stopping watches \"\(monitor.name)\", which is not there; there are "
                    + logs.names.joined(separator: ", "))
            return
        }
        guard epoch >= startFromEpoch else { return }
        if restoreBestWeights, bestWeights == nil {
            bestWeights = try model.getWeights()
            bestEpoch = epoch
        }
        wait += 1
        if monitor.isImprovement(current, over: best) {
            best = current
            bestEpoch = epoch
            if restoreBestWeights { bestWeights = try model.getWeights() }
            if baseline == nil || monitor.isImprovement(current, over: baseline) { wait = 0 }
            return
        }
        if wait >= patience, epoch > 0 {
            stoppedEpoch = epoch
            model.stopTraining = true
        }
    }

    public func onTrainEnd(logs: Logs, model: Model) throws {
        if stoppedEpoch > 0, verbose > 0 { model.console.write("Epoch \(stoppedEpoch + 1): early stopping\n") }
        guard restoreBestWeights, let bestWeights else { return }
        if verbose > 0 {
            model.console.write("Restoring model weights from the end of the best epoch: \(bestEpoch + 1).\n")
        }
        try model.setWeights(bestWeights)
    }

    public func resumeState() -> ResumeState {
        let weights = (bestWeights ?? []).enumerated().map { ("\($0.offset)", $0.element) }
        return ResumeState(
            [
                "wait": .integer(wait), "best": JSON(best), "best_epoch": .integer(bestEpoch),
                "stopped_epoch": .integer(stoppedEpoch),
            ], tensors: Dictionary(weights, uniquingKeysWith: { first, _ in first }))
    }

    public func resume(from state: ResumeState, model: Model) {
        wait = state.count("wait")
        best = state["best"]?.double
        bestEpoch = state.count("best_epoch")
        stoppedEpoch = state.count("stopped_epoch")
        let weights = (0..<state.tensors.count).compactMap { state.tensors["\($0)"] }
        bestWeights = weights.isEmpty ? nil : weights
    }
}
