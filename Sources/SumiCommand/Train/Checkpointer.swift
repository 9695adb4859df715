import SumiNN

/// Keeps the file of a run: at its beginning, after every epoch, after every so many batches where that is wished, and when
/// the program is asked to end.
final class Checkpointer: TrainingObserver {
    private let interval: Int?
    private let save: (TrainingProgress) throws -> Void
    private var batches = 0
    /// Where training stood after the last epoch.
    private(set) var last: TrainingProgress?

    /// - Parameters:
    ///   - interval: after how many batches the file is written anew, epochs aside.
    ///   - resumed: where training goes on; the file has that already.
    init(
        every interval: Int?, resumed: TrainingProgress?,
        save: @escaping (TrainingProgress) throws -> Void
    ) {
        self.interval = interval
        self.save = save
        last = resumed
    }

    func betweenSteps(_ moment: TrainingMoment, model: Model) throws {
        if Interruption.isRequested { return model.pauseTraining() }
        if moment.batch == 0 {
            let progress = try moment.progress()
            if progress != last { try save(progress) }
            last = progress
            batches = 0
        } else if let interval {
            batches += 1
            guard batches >= interval else { return }
            batches = 0
            try save(try moment.progress())
        }
    }

    /// A long validation is not waited for.
    func onTestBatchEnd(_ batch: Int, logs: Logs, model: Model) {
        if Interruption.isRequested { model.pauseTraining() }
    }

    func didPause(_ model: Model) throws {
        if let progress = model.trainingProgress { try save(progress) }
    }
}
