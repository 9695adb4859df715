/// Sets the learning rate at the beginning of every epoch.
///
/// ```swift
/// LearningRateScheduler { epoch, rate in epoch < 10 ? rate : rate * 0.9 }
/// ```
///
/// Puts the rate into the logs as `learning_rate`. Source: Keras 3.15, `keras/src/callbacks/learning_rate_scheduler.py`.
public final class LearningRateScheduler: Callback {
    private let schedule: (Int, Double) -> Double
    private let verbose: Int

    /// - Parameter schedule: makes the new rate of the epoch's number, counted from 0, and the present rate.
    public init(_ schedule: @escaping (_ epoch: Int, _ learningRate: Double) -> Double, verbose: Int = 0) {
        self.schedule = schedule
        self.verbose = verbose
    }

    public func onEpochBegin(_ epoch: Int, logs: Logs, model: Model) throws {
        let rate = schedule(epoch, try model.learningRate)
        try model.setLearningRate(rate)
        if verbose > 0 {
            model.console.write("\nEpoch \(epoch + 1): LearningRateScheduler setting learning rate to \(rate).\n")
        }
    }

    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) throws {
        logs["learning_rate"] = try model.learningRate
    }
}
