/// Writes what TensorBoard shows: the logs of every epoch as curves, the weights as histograms.
///
/// ```swift
/// try model.fit(mnist.train, epochs: 5, callbacks: [TensorBoard(logDir: "logs/first")], validationSplit: 0.1)
/// // $ tensorboard --logdir logs
/// ```
///
/// As Keras has it, values of training lie in the folder `train` and those of validation in `validation` below the log
/// folder: `epoch_loss`, `epoch_accuracy`, `epoch_learning_rate`; `batch_loss`, … where batches are logged;
/// `evaluation_loss_vs_iterations`, … of validation over the steps of training; `kernel/histogram` below each layer's path.
public final class TensorBoard: Callback {
    /// How often logs are written.
    public struct UpdateFrequency: Hashable, Sendable, ExpressibleByIntegerLiteral {
        let batches: Int?

        /// At the end of each epoch.
        public static let epoch = UpdateFrequency(batches: nil)
        /// After every batch, too.
        public static let batch = UpdateFrequency(batches: 1)

        private init(batches: Int?) { self.batches = batches }

        /// After every so many batches, too.
        public init(integerLiteral batches: Int) { self.batches = max(batches, 1) }
    }

    private let logDir: String
    private let histogramFreq: Int
    private let updateFreq: UpdateFrequency
    private var training: EventFile?
    private var validation: EventFile?
    private var steps = 0

    /// - Parameters:
    ///   - logDir: where the files are written; made where it is not there. A run adds files to those that are there.
    ///   - histogramFreq: every how many epochs weights are written; 0 is never.
    ///   - updateFreq: whether logs are written within an epoch, too.
    public init(logDir: String = "logs", histogramFreq: Int = 0, updateFreq: UpdateFrequency = .epoch) {
        self.logDir = logDir
        self.histogramFreq = histogramFreq
        self.updateFreq = updateFreq
    }

    public func onTrainBegin(logs: Logs, model: Model) throws {
        (training, validation, steps) = (nil, nil, model.counters.step)
        training = try EventFile(folder: logDir + "/train")
    }

    public func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {
        steps += 1
        guard let batches = updateFreq.batches, steps % batches == 0 else { return }
        var summary = EventSummary()
        for (name, value) in logs.values { summary.addScalar("batch_" + name, value) }
        try training?.write(summary, step: steps)
    }

    public func onTestEnd(logs: Logs, model: Model) throws {
        // Only validation within `fit`.
        guard training != nil else { return }
        var summary = EventSummary()
        for (name, value) in logs.values { summary.addScalar("evaluation_\(name)_vs_iterations", value) }
        try write(summary, step: steps, toValidation: true)
    }

    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) throws {
        var (trained, validated) = (EventSummary(), EventSummary())
        for (name, value) in logs.values {
            if name.hasPrefix("val_") {
                validated.addScalar("epoch_" + name.dropFirst(4), value)
            } else {
                trained.addScalar("epoch_" + name, value)
            }
        }
        if logs["learning_rate"] == nil, let rate = model.compiled?.optimizer.learningRate(atStep: model.counters.step)
        {
            trained.addScalar("epoch_learning_rate", rate)
        }
        if histogramFreq > 0, (epoch + 1) % histogramFreq == 0 {
            for weight in try model.weights {
                trained.addHistogram(weight.path + "/histogram", try weight.value().doubles)
            }
        }
        try write(trained, step: epoch, toValidation: false)
        try write(validated, step: epoch, toValidation: true)
        try training?.flush()
        try validation?.flush()
    }

    public func onTrainEnd(logs: Logs, model: Model) throws {
        try training?.flush()
        try validation?.flush()
        (training, validation) = (nil, nil)
    }

    private func write(_ summary: EventSummary, step: Int, toValidation: Bool) throws {
        if summary.isEmpty { return }
        if toValidation, validation == nil { validation = try EventFile(folder: logDir + "/validation") }
        try (toValidation ? validation : training)?.write(summary, step: step)
    }
}
