import SumiTensor

/// Where `fit` stands between two steps: all that the rest of the training depends on beside weights and optimizer state,
/// which a saved model holds.
///
/// With it, the same weights and the same arguments, another `fit` ends with the same bits as one that was never stopped:
///
/// ```swift
/// try model.fit(data, epochs: 10, callbacks: [stopper])       // a callback calls model.pauseTraining()
/// if let progress = model.trainingProgress {
///     model.resumeTraining(from: progress)
///     try model.fit(data, epochs: 10, callbacks: [stopper])   // goes on
/// }
/// ```
public struct TrainingProgress: Equatable, Sendable {
    /// The epoch in which training goes on, counted from 0: as many are done.
    public package(set) var epoch = 0
    /// How many batches of that epoch are done.
    public package(set) var batch = 0
    /// Whether `fit` has ended by itself.
    public package(set) var isFinished = false
    /// Whether a callback has asked to stop training.
    package var isStopped = false

    /// What the batches were, which must be the same in an epoch that is begun.
    package var batches = Batches()
    package var seed: UInt64 = 0
    package var counters = TrainingCounters()
    /// The learning rate, where it is a number.
    package var learningRate: Double?
    /// What the last epoch logged.
    package var logs: [String: Double] = [:]
    /// The sums of metrics in an epoch that is begun, by their names in the engine's state.
    package var sums: [String: Tensor] = [:]
    /// The state of callbacks by name.
    package var callbacks: [String: ResumeState] = [:]

    package init() {}

    /// How an epoch is cut into batches.
    package struct Batches: Hashable, Sendable {
        package var size = 0
        package var samples = 0
        package var steps = 0
        package var isShuffled = true
    }
}
