import SumiArchive
import SumiJSON
import SumiNN
import SumiTensor

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Keeps a backup of the whole training in a folder, so that a program that was killed goes on where it was when it runs
/// the same `fit` again, and ends with the same bits.
///
/// ```swift
/// try model.fit(mnist.train, epochs: 10, callbacks: [BackupAndRestore("backup")])
/// ```
///
/// A backup that is there when `fit` begins is taken up: weights, optimizer state, the place within the epoch, metrics and
/// the states of ``Resumable`` callbacks. The backup goes when `fit` ends by itself. The folder is for one `fit` alone.
/// Source: Keras 3.15, `keras/src/callbacks/backup_and_restore.py`, which goes on with whole epochs.
public final class BackupAndRestore: Callback, TrainingObserver {
    /// When a backup is made.
    public enum Frequency: Hashable, Sendable {
        /// After every epoch.
        case epoch
        /// After every so many batches, and after every epoch.
        case batches(Int)
    }

    private let folder: String
    private let frequency: Frequency
    private let keepsTwo: Bool
    private let deletes: Bool
    private var batches = 0

    /// - Parameters:
    ///   - backupDirectory: a folder for the backup; it is made.
    ///   - saveFreq: when a backup is made.
    ///   - doubleCheckpoint: whether the backup before the last is kept too, and taken where the last cannot be read.
    ///   - deleteCheckpoint: whether the backup goes when training ends.
    public init(
        _ backupDirectory: String, saveFreq: Frequency = .epoch, doubleCheckpoint: Bool = false,
        deleteCheckpoint: Bool = true
    ) {
        folder = backupDirectory
        frequency = saveFreq
        keepsTwo = doubleCheckpoint
        deletes = deleteCheckpoint
    }

    private var path: String { "\(folder)/training.safetensors" }
    private var pathBefore: String { "\(folder)/training-before.safetensors" }

    // MARK: Restoring

    package func willTrain(_ model: Model) throws {
        if folder.isEmpty { throw ModelError("BackupAndRestore: the folder has no name") }
        if case .batches(let count) = frequency, count < 1 {
            throw ModelError("BackupAndRestore saves every \(count) batches: it is 1 or more")
        }
        batches = 0
        try Folder.make(around: path)
        let candidates: [String] = [path, pathBefore].filter { access($0, F_OK) == 0 }
        for (index, candidate) in candidates.enumerated() {
            do {
                return try restore(candidate, to: model)
            } catch  where index + 1 < candidates.count {
                Console.warn("\(error); the backup before it is taken")
            }
        }
    }

    private func restore(_ path: String, to model: Model) throws {
        do {
            let file = try Safetensors(contentsOf: path)
            let tensors = Dictionary(file.entries.map { ($0.name, $0.tensor) }, uniquingKeysWith: { first, _ in first })
            let progress = try TrainingProgress(
                json: try JSON(parsing: file.metadata["progress"] ?? "null"), tensors: tensors)
            try model.setTrainingState(tensors)
            model.resumeTraining(from: progress)
        } catch {
            let text = "\(error)"
            throw ModelError(
                "the backup \(text.hasPrefix(path) ? text : "\(path): \(text)"). Remove the folder to begin anew")
        }
    }

    // MARK: Saving

    package func betweenSteps(_ moment: TrainingMoment, model: Model) throws {
        guard moment.epoch > 0 || moment.batch > 0 else { return }
        if moment.batch == 0 {
            batches = 0
        } else {
            guard case .batches(let count) = frequency else { return }
            batches += 1
            guard batches >= count else { return }
            batches = 0
        }
        try save(try moment.progress(), model)
    }

    package func didPause(_ model: Model) throws {
        if let progress = model.trainingProgress { try save(progress, model) }
    }

    private func save(_ progress: TrainingProgress, _ model: Model) throws {
        let tensors = progress.tensors.merging(try model.trainingState()) { first, _ in first }
        let entries = tensors.sorted { $0.key < $1.key }.map { Safetensors.Entry(name: $0.key, tensor: $0.value) }
        if keepsTwo, access(path, F_OK) == 0 { _ = rename(path, pathBefore) }
        try Safetensors(entries, metadata: ["progress": progress.json.description]).write(to: path)
    }

    public func onTrainEnd(logs: Logs, model: Model) {
        guard deletes else { return }
        for file in [path, pathBefore] { unlink(file) }
        // Goes only if nothing else is in it.
        rmdir(folder)
    }
}
