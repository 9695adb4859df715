/// How far a model's training is: what learning rates, random numbers and shuffles depend on.
package struct TrainingCounters: Hashable, Sendable {
    /// Batches since `compile`: what schedules see.
    package var step = 0
    /// Batches since the model was made: what dropout's random numbers depend on.
    package var draws: UInt32 = 0
    /// Epochs since the model was made: what shuffles depend on.
    package var shuffles: UInt64 = 0
    /// Whether a loss of NaN has been told.
    package var hasWarned = false
}
