/// A callback that keeps training's progress, or stops it: it is called between steps, when no other callback is in the
/// midst of anything.
package protocol TrainingObserver: Callback {
    /// `fit` begins, and no callback was called yet: the last moment to say where it goes on from.
    func willTrain(_ model: Model) throws
    /// Training begins, or a batch or an epoch is done, and every callback knows.
    func betweenSteps(_ moment: TrainingMoment, model: Model) throws
    /// An epoch that was stopped in its midst is gone on with.
    func willGoOn(_ epoch: Int, model: Model) throws
    /// `fit` ends because ``Model/pauseTraining()`` was called.
    func didPause(_ model: Model) throws
}

extension TrainingObserver {
    package func willTrain(_ model: Model) throws {}
    package func betweenSteps(_ moment: TrainingMoment, model: Model) throws {}
    package func willGoOn(_ epoch: Int, model: Model) throws {}
    package func didPause(_ model: Model) throws {}
}

/// A moment between two steps.
package struct TrainingMoment {
    /// The epoch that the next step belongs to, counted from 0.
    package var epoch: Int
    /// How many of its batches are done: 0 where an epoch has just ended.
    package var batch: Int
    /// Where training stands.
    package let progress: () throws -> TrainingProgress
}
