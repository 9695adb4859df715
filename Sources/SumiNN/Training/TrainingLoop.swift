import SumiTensor

/// One call of `fit`, in Keras' order of events. It may end between any two steps, and be gone on with by another.
final class TrainingLoop {
    private let model: Model
    private let settings: FitSettings
    private let training: SampleSet
    private let validation: SampleSet?
    private let batches: TrainingProgress.Batches
    private let history: History
    private let callbacks: CallbackList
    private let observers: [any TrainingObserver]
    /// What the last epoch logged.
    private var logs = Logs()
    /// The number of the present epoch's shuffle.
    private var shuffle: UInt64 = 0

    init(_ model: Model, _ settings: FitSettings, _ samples: Samples) throws {
        _ = try model.ensureCompiled("fit")
        if let fault = settings.fault { throw ModelError(place: model.place, "fit: \(fault)") }
        var training = try model.prepared(samples, classWeight: settings.classWeight)
        var validation: SampleSet?
        if let data = settings.validationData {
            validation = try model.prepared(data)
        } else if settings.validationSplit != 0 {
            let whole = try model.prepared(samples)
            // Class weights count in training only.
            validation = try whole.split(settings.validationSplit, place: model.place).validation
            training = try training.split(settings.validationSplit, place: model.place).training
        }
        self.model = model
        self.settings = settings
        self.training = training
        self.validation = validation
        let steps = min((training.count - 1) / settings.batchSize + 1, settings.stepsPerEpoch ?? .max)
        batches = TrainingProgress.Batches(
            size: settings.batchSize, samples: training.count, steps: steps, isShuffled: settings.shuffle)
        history = settings.callbacks.lazy.compactMap { $0 as? History }.first ?? History()
        callbacks = CallbackList(
            settings.callbacks, history: history,
            parameters: CallbackParameters(
                verbose: settings.verbose, epochs: settings.epochs, steps: steps,
                samples: min(training.count, steps * settings.batchSize)),
            model: model)
        observers = callbacks.callbacks.compactMap { $0 as? any TrainingObserver }
    }

    func run() throws -> History {
        model.history = history
        model.stopTraining = false
        model.training.isInFit = true
        model.training.pauses = false
        model.training.paused = nil
        defer {
            model.training.isInFit = false
            model.training.isResuming = false
        }
        for observer in observers { try observer.willTrain(model) }
        let resumed = model.training.pending
        model.training.pending = nil
        if let resumed { try check(resumed) }
        model.training.isResuming = resumed != nil
        model.notes.cutHistory(from: resumed?.epoch ?? settings.initialEpoch)
        try callbacks.call { try $0.onTrainBegin(logs: Logs(), model: $1) }
        if let resumed { try takeUp(resumed) }
        do {
            try epochs(from: resumed)
        } catch is TrainingPause {
            for observer in observers { try observer.didPause(model) }
            return history
        }
        if settings.epochs > 0 { try useAverages() }
        try callbacks.call { try $0.onTrainEnd(logs: logs, model: $1) }
        return history
    }

    // MARK: Epochs and batches

    private func epochs(from resumed: TrainingProgress?) throws {
        var epoch = resumed?.epoch ?? settings.initialEpoch
        var batch = resumed?.batch ?? 0
        if batch == 0, resumed?.isStopped == true { return }
        if epoch < settings.epochs { try pass(epoch, batch) }
        while epoch < settings.epochs {
            logs = try self.epoch(epoch, from: batch)
            epoch += 1
            batch = 0
            try pass(epoch, 0)
            if model.stopTraining { break }
        }
    }

    /// - Parameter start: how many batches are done, in an epoch that is gone on with.
    private func epoch(_ epoch: Int, from start: Int) throws -> Logs {
        if start == 0 {
            try model.resetMetrics()
            try callbacks.call { try $0.onEpochBegin(epoch, logs: Logs(), model: $1) }
        } else {
            for observer in observers { try observer.willGoOn(epoch, model: model) }
        }
        let order = order()
        let feed = try BatchFeed(
            training.samples, order: order, batchSize: settings.batchSize, seed: model.seed, epoch: epoch,
            place: model.place)
        var last: CompiledStep?
        var done = start
        // Where a callback had asked to stop, the epoch only ends.
        for batch in (start > 0 && model.stopTraining ? batches.steps : start)..<batches.steps {
            try callbacks.call { try $0.onTrainBatchBegin(batch, logs: Logs(), model: $1) }
            let (samples, rows) = try feed.batch(batch)
            let step = try model.trainStep(samples, rows: rows)
            last = step
            done = batch + 1
            try callbacks.callBatch({ try self.model.logs(of: step) }) {
                try $0.onTrainBatchEnd(batch, logs: $1, model: $2)
            }
            try pass(epoch, done)
            if model.stopTraining { break }
        }
        let step = try last ?? model.trainingStep(training.samples, count: rows(start - 1, in: order).count)
        var values = try model.logs(of: step)
        if let validation, (epoch + 1) % settings.validationFreq == 0 {
            let score = try validate(validation, epoch, batch: done)
            values += score.map { ("val_" + $0.name, $0.value) }
        }
        let logs = Logs(values.sorted { $0.name < $1.name })
        // Before the callbacks, which may save the model, and again with what they add.
        try note(epoch, logs)
        try callbacks.call { try $0.onEpochEnd(epoch, logs: logs, model: $1) }
        try note(epoch, logs)
        return logs
    }

    /// What the model's file tells of the epoch: its logs, and the learning rate, without which curves are hard to read.
    private func note(_ epoch: Int, _ logs: Logs) throws {
        let rate = logs["learning_rate"] == nil ? [("learning_rate", try model.learningRate)] : []
        model.notes.note(epoch: epoch, logs.values + rate)
    }

    /// The rows in the order in which this epoch takes them.
    private func order() -> [Int] {
        shuffle = model.counters.shuffles
        guard settings.shuffle else { return Array(training.range) }
        var stream = RandomStream(seed: model.seed, stream: Philox.stream([0x5348_5546, shuffle]))
        model.counters.shuffles += 1
        var order = Array(training.range)
        stream.shuffle(&order)
        return order
    }

    private func rows(_ batch: Int, in order: [Int]) -> ArraySlice<Int> {
        let start = batch * settings.batchSize
        return order[start..<start + min(settings.batchSize, order.count - start)]
    }

    /// Validation uses the sums of metrics for itself: one that is paused begins anew, from before.
    private func validate(_ set: SampleSet, _ epoch: Int, batch: Int) throws -> [(name: String, value: Double)] {
        let before = try progress(epoch, batch)
        do {
            return try model.evaluate(
                set, batchSize: settings.validationBatchSize ?? settings.batchSize, steps: settings.validationSteps,
                callbacks)
        } catch let pause as TrainingPause {
            model.training.paused = before
            throw pause
        }
    }

    /// With an optimizer that averages weights, the averages become the weights when training ends.
    private func useAverages() throws {
        guard let optimizer = model.compiled?.optimizer, let built = model.built, let state = model.state else {
            return
        }
        let trainable = built.weights.map { weight in
            var weight = weight
            weight.isTrainable = model.isTrainedWeight(weight.path)
            return weight
        }
        let averages = Dictionary(
            optimizer.averages(of: trainable).map { ($0.weight, $0.average) }, uniquingKeysWith: { first, _ in first })
        let present = Set(state.variables.variables.map(\.name))
        for (weight, value) in zip(built.weights, built.values) {
            if let name = averages[weight.path], present.contains(name) {
                value.write(try state.variables.read(name))
            }
        }
    }

    // MARK: Between steps

    /// Tells observers that `batch` batches of `epoch` are done, and ends `fit` if that was asked for.
    private func pass(_ epoch: Int, _ batch: Int) throws {
        let moment = TrainingMoment(epoch: epoch, batch: batch) { try self.progress(epoch, batch) }
        for observer in observers { try observer.betweenSteps(moment, model: model) }
        guard model.training.pauses else { return }
        model.training.paused = try moment.progress()
        throw TrainingPause()
    }

    /// Where training stands when `batch` batches of `epoch` are done.
    private func progress(_ epoch: Int, _ batch: Int) throws -> TrainingProgress {
        var progress = TrainingProgress()
        progress.epoch = epoch
        progress.batch = batch
        progress.isStopped = model.stopTraining
        progress.batches = batches
        progress.seed = model.seed
        progress.counters = model.counters
        // An epoch that is begun shuffles again, and in the same way.
        if batch > 0 { progress.counters.shuffles = shuffle }
        progress.learningRate = model.optimizer?.constantLearningRate
        progress.logs = Dictionary(logs.values.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        if batch > 0 { progress.sums = try model.metricSums() }
        for (name, callback) in resumable { progress.callbacks[name] = try callback.resumeState() }
        return progress
    }

    private var resumable: [(name: String, callback: any Resumable)] {
        var counts: [String: Int] = [:]
        return callbacks.callbacks.compactMap { $0 as? any Resumable }.map { callback in
            let name = callback.resumeName
            let count = counts[name, default: 0]
            counts[name] = count + 1
            return (count == 0 ? name : "\(name)_\(count)", callback)
        }
    }

    /// Refuses to go on with an epoch that was cut into other batches.
    private func check(_ progress: TrainingProgress) throws {
        guard progress.batch > 0, progress.batches != batches || progress.batch > batches.steps else { return }
        func text(_ batches: TrainingProgress.Batches) -> String {
            "\(batches.steps) batches of \(batches.size) of \(batches.samples) samples, "
                + (batches.isShuffled ? "shuffled" : "not shuffled")
        }
        throw ModelError(
            place: model.place,
            "training was stopped in epoch \(progress.epoch + 1), which had \(text(progress.batches)), and cannot go on "
                + "with \(text(batches)): give fit the same data and batchSize")
    }

    private func takeUp(_ progress: TrainingProgress) throws {
        try model.restore(progress)
        model.stopTraining = progress.isStopped
        logs = Logs(progress.logs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        for (name, callback) in resumable {
            if let state = progress.callbacks[name] { try callback.resume(from: state, model: model) }
        }
        model.training.isResuming = false
    }
}
