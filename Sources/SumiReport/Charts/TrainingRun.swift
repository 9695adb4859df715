import SumiNN

/// The values of one training run, epoch by epoch, with its name in legends.
public struct TrainingRun: Hashable, Sendable {
    /// What legends call it.
    public var name: String
    /// The numbers of the epochs, counted from 0.
    public var epochs: [Int]
    /// Each log with its values, one an epoch, in order; NaN where an epoch lacks it.
    public var logs: [Log]

    /// One log of a run.
    public struct Log: Hashable, Sendable {
        /// The log's name: `loss`, `val_accuracy`.
        public var name: String
        /// One value an epoch.
        public var values: [Double]

        /// A log of these values.
        public init(name: String, values: [Double]) {
            self.name = name
            self.values = values
        }
    }

    /// A run of these epochs and logs.
    public init(name: String, epochs: [Int], logs: [Log]) {
        self.name = name
        self.epochs = epochs
        self.logs = logs
    }

    /// What `fit` returned.
    public init(_ history: History, name: String = "") {
        self.init(
            name: name, epochs: history.epoch, logs: history.names.map { Log(name: $0, values: history[$0]) })
    }

    /// What a model's file says of its training; `nil` where it says nothing.
    public init?(_ notes: ModelNotes, name: String = "") {
        let epochs = Set(notes.history.flatMap { $0.values.map(\.epoch) }).sorted()
        guard !epochs.isEmpty else { return nil }
        let logs = notes.history.map { curve in
            let values = Dictionary(curve.values.map { ($0.epoch, $0.value) }) { _, last in last }
            return Log(name: curve.name, values: epochs.map { values[$0] ?? .nan })
        }
        self.init(name: name, epochs: epochs, logs: logs)
    }

    /// The values of a log; `nil` where there is none.
    public subscript(name: String) -> [Double]? { logs.first { $0.name == name }?.values }
}
