/// How `fit` is stopped and gone on with.
package struct TrainingControl {
    /// Whether `fit` runs.
    var isInFit = false
    /// Whether it is to end after the present step.
    package var pauses = false
    /// Whether it goes on with a training, and callbacks have not taken up their states yet.
    package var isResuming = false
    /// Where the next `fit` goes on.
    package var pending: TrainingProgress?
    /// Where the last one was paused.
    var paused: TrainingProgress?
}

/// Ends `fit` between two steps.
struct TrainingPause: Error {}
