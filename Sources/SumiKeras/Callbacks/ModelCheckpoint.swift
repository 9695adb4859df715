import SumiJSON
import SumiNN

/// Saves the model, or its weights alone, while `fit` runs: after every epoch, after every so many batches, or whenever
/// a value is the best so far. A training that is gone on with knows the best value of before.
///
/// Source: Keras 3.15, `keras/src/callbacks/model_checkpoint.py`.
public final class ModelCheckpoint: Resumable {
    /// When the model is saved.
    public enum Frequency: Hashable, Sendable {
        /// After every epoch.
        case epoch
        /// After so many batches, counted across epochs. The values of `{…}` and `monitor` are then the epoch's so far.
        case batches(Int)
    }

    private let template: FilePathTemplate
    private var monitor: Monitor
    private let verbose: Int
    private let saveBestOnly: Bool
    private let saveWeightsOnly: Bool
    private let saveFreq: Frequency

    /// The best value so far; `initialValueThreshold` at first.
    public private(set) var best: Double?
    private var epoch = 0
    private var batchesSinceSaving = 0
    private var lastBatch: Int?

    /// - Parameters:
    ///   - filepath: where to save. `{epoch:02d}`, `{batch}` and names of logs, `{val_loss:.2f}`, stand for values, as in
    ///     Python. It ends in `.keras` or `.h5`, or in `.weights.h5` where only weights are saved. Folders are made.
    ///   - monitor: the log that tells which is best.
    ///   - verbose: 1 says what is saved.
    ///   - saveBestOnly: whether only a model that is better than all before is saved.
    ///   - saveWeightsOnly: whether layers are left out.
    ///   - mode: whether less or more of `monitor` is better.
    ///   - initialValueThreshold: what the first model must be better than.
    public init(
        _ filepath: String, monitor: String = "val_loss", verbose: Int = 0, saveBestOnly: Bool = false,
        saveWeightsOnly: Bool = false, mode: Monitor.Mode = .auto, saveFreq: Frequency = .epoch,
        initialValueThreshold: Double? = nil
    ) {
        template = FilePathTemplate(filepath)
        self.monitor = Monitor(monitor, mode: mode, minDelta: 0)
        self.verbose = verbose
        self.saveBestOnly = saveBestOnly
        self.saveWeightsOnly = saveWeightsOnly
        self.saveFreq = saveFreq
        best = initialValueThreshold
    }

    // MARK: Hooks

    public func onTrainBegin(logs: Logs, model: Model) throws {
        let path = template.text.lowercased()
        let isFine =
            saveWeightsOnly
            ? path.hasSuffix(".weights.h5")
            : !path.hasSuffix(".weights.h5") && [".keras", ".h5", ".hdf5"].contains { path.hasSuffix($0) }
        guard isFine else {
            let endings = saveWeightsOnly ? ".weights.h5, since only weights are saved" : ".keras or .h5"
            throw ModelError("ModelCheckpoint: the path \"\(template.text)\" should end in \(endings)")
        }
        if let fault = template.fault { throw ModelError("ModelCheckpoint: the path \"\(template.text)\": \(fault)") }
        if case .batches(let count) = saveFreq, count < 1 {
            throw ModelError("ModelCheckpoint saves every \(count) batches: it is 1 or more")
        }
        if saveBestOnly { try monitor.resolve(for: model, callback: "ModelCheckpoint") }
    }

    public func onEpochBegin(_ epoch: Int, logs: Logs, model: Model) { self.epoch = epoch }

    public func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {
        guard case .batches(let count) = saveFreq else { return }
        // A new epoch counts its batches from 0 again.
        batchesSinceSaving += lastBatch.map { batch > $0 ? batch - $0 : batch + 1 } ?? batch + 1
        lastBatch = batch
        guard batchesSinceSaving >= count else { return }
        batchesSinceSaving = 0
        try save(model, logs, batch: batch)
    }

    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) throws {
        if saveFreq == .epoch { try save(model, logs, batch: nil) }
    }

    // MARK: Going on

    public func resumeState() -> ResumeState {
        ResumeState([
            "best": best.map { .number($0) } ?? .null, "epoch": .integer(epoch),
            "batches_since_saving": .integer(batchesSinceSaving),
            "last_batch": lastBatch.map { .integer($0) } ?? .null,
        ])
    }

    public func resume(from state: ResumeState, model: Model) {
        best = state["best"]?.double
        epoch = state.count("epoch")
        batchesSinceSaving = state.count("batches_since_saving")
        lastBatch = state["last_batch"]?.integer == nil ? nil : state.count("last_batch")
    }

    // MARK: Saving

    private func save(_ model: Model, _ logs: Logs, batch: Int?) throws {
        var values: [String: FilePathTemplate.Value] = ["epoch": .integer(epoch + 1)]
        if let batch { values["batch"] = .integer(batch + 1) }
        for (name, value) in logs.values { values[name] = .number(value) }
        let path: String
        do {
            path = try template.path(values)
        } catch {
            throw ModelError("ModelCheckpoint: the path \"\(template.text)\": \(error.description)")
        }
        guard shouldSave(logs, to: path, model.console) else { return }
        try Folder.make(around: path)
        if saveWeightsOnly { try model.saveWeights(path) } else { try model.save(path) }
        if verbose > 0 { say("finished saving model to \(path)", model.console) }
    }

    private func shouldSave(_ logs: Logs, to path: String, _ console: Console) -> Bool {
        guard saveBestOnly else {
            if verbose > 0 { say("saving model to \(path)", console) }
            return true
        }
        guard let current = logs[monitor.name] else {
            Console.warn(
                "ModelCheckpoint can save the best model only where \"\(monitor.name)\" is there; there are "
                    + logs.names.joined(separator: ", ") + ". It is saved as it is.")
            return true
        }
        let before = best.map { formatted($0, "%.5f") } ?? "None"
        guard monitor.isImprovement(current, over: best) else {
            if verbose > 0 { say("\(monitor.name) did not improve from \(before)", console) }
            return false
        }
        if verbose > 0 {
            let now = formatted(current, "%.5f")
            say("\(monitor.name) improved from \(before) to \(now), saving model to \(path)", console)
        }
        best = current
        return true
    }

    private func say(_ message: String, _ console: Console) { console.write("\nEpoch \(epoch + 1): \(message)\n") }
}
