import SumiGraph

/// One step of a model, ready to run: its program, what it is fed, and what its sums mean.
package final class CompiledStep {
    /// What one of the program's inputs is.
    package enum Feed: Hashable {
        case input(Int)
        case target(Int)
        case sampleWeight
        case learningRate
        case iteration
        /// The key of random numbers: seed low, seed high, draw.
        case randomKey
    }

    /// A value in the logs.
    package struct Log {
        package var name: String
        package var sums: MetricSums
        package var function: any MetricFunction
    }

    package let program: any Program
    package let feeds: [Feed]
    package let logs: [Log]
    /// Weights that a run changes, with their names in the state.
    package let changes: [(value: WeightValue, name: String)]

    init(
        program: any Program, feeds: [Feed], logs: [Log], changes: [(value: WeightValue, name: String)]
    ) {
        self.program = program
        self.feeds = feeds
        self.logs = logs
        self.changes = changes
    }
}
