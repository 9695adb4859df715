import Foundation
import Sumi
import SumiNN
import Testing

/// `fit` that is stopped between two steps and gone on with ends with the same bits as one that was not.
struct ResumeTests {
    /// Pauses at some moments: after so many batches of all epochs, validation's included.
    final class Pauser: Callback {
        var left: Int
        init(after count: Int) { left = count }
        private func count(_ model: Model) {
            left -= 1
            if left == 0 { model.pauseTraining() }
        }
        func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) { count(model) }
        func onTestBatchEnd(_ batch: Int, logs: Logs, model: Model) { count(model) }
    }

    /// A callback of one's own whose state decides the learning rate.
    final class Alternating: Resumable {
        var count = 0
        var seen = Tensor(shape: [1], storage: .float32([0]))
        func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {
            count += 1
            seen = Tensor(shape: [1], storage: .float32([Float(count) / 3]))
            if model.optimizer?.constantLearningRate != nil {
                try model.setLearningRate(count % 2 == 0 ? 0.1 : 0.1 / Double(count))
            }
        }
        func resumeState() -> ResumeState { ResumeState(["count": .integer(count)], tensors: ["seen": seen]) }
        func resume(from state: ResumeState, model: Model) {
            count = state.count("count")
            seen = state.tensors["seen"] ?? seen
        }
    }

    /// One training: how the model is compiled, and what `fit` is given.
    struct Setting: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var optimizer: Optimizer
        var callbacks: @Sendable () -> [any Callback]
        var epochs = 4
    }

    static let settings = [
        Setting(
            testDescription: "adam with decay and early stopping",
            optimizer: .adam(learningRate: 0.05, decay: 0.01),
            callbacks: { [EarlyStopping(patience: 1, restoreBestWeights: true)] }, epochs: 7),
        Setting(
            testDescription: "sgd with rates that callbacks set", optimizer: .sgd(learningRate: 0.3, momentum: 0.9),
            callbacks: {
                [
                    LearningRateScheduler { epoch, rate in epoch == 0 ? rate : rate * 0.7 },
                    ReduceLROnPlateau(monitor: "loss", factor: 0.5, patience: 1, minDelta: 0.5),
                ]
            }),
        Setting(
            testDescription: "averages, accumulation and a callback of one's own",
            optimizer: {
                var optimizer = Optimizer.rmsprop(learningRate: 0.01)
                optimizer.useEMA = true
                optimizer.emaMomentum = 0.8
                optimizer.gradientAccumulationSteps = 3
                return optimizer
            }(), callbacks: { [Alternating()] }, epochs: 3),
    ]

    private static var data: Samples {
        var stream = RandomStream(seed: 9)
        let x = (0..<46 * 3).map { _ in stream.float() }
        let y = (0..<46).map { _ in Int32(stream.uint32() % 3) }
        return Samples(
            Tensor(shape: [46, 3], storage: .float32(x)), Tensor(shape: [46], storage: .int32(y)))
    }

    private func model(_ setting: Setting) throws -> Sequential {
        let model = Sequential(name: "net") {
            Input(3)
            Dense(8, activation: .relu)
            BatchNormalization()
            Dropout(0.4)
            Dense(3, activation: .softmax)
        }
        model.seed = 11
        try model.compile(
            optimizer: setting.optimizer, loss: .sparseCategoricalCrossentropy, metrics: [.accuracy],
            engine: CPUEngine(threads: 1))
        return model
    }

    @discardableResult
    private func fit(_ model: Model, _ setting: Setting, _ callbacks: [any Callback]) throws -> History {
        try model.fit(
            Self.data, batchSize: 8, epochs: setting.epochs, verbose: 0, callbacks: callbacks, validationSplit: 0.2)
    }

    /// What comes back from a file.
    private func throughFile(_ progress: TrainingProgress) throws -> TrainingProgress {
        try TrainingProgress(json: JSON(parsing: progress.json.description), tensors: progress.tensors)
    }

    @Test("stopped anywhere and gone on with in a new model, training ends with the same bits", arguments: settings)
    func anywhere(_ setting: Setting) throws {
        let whole = try model(setting)
        let history = try fit(whole, setting, setting.callbacks())
        #expect(whole.trainingProgress == nil)
        // 5 training batches and 2 of validation an epoch.
        for stop in 1...7 * 3 {
            let first = try model(setting)
            let pauser = Pauser(after: stop)
            try fit(first, setting, setting.callbacks() + [pauser])
            guard pauser.left <= 0 else { break }
            let progress = try throughFile(#require(first.trainingProgress))
            #expect(progress.epoch * 5 + progress.batch <= stop)
            let second = try model(setting)
            try second.setTrainingState(first.trainingState())
            second.seed = 3
            second.resumeTraining(from: progress)
            let rest = try fit(second, setting, setting.callbacks())
            #expect(try second.getWeights() == whole.getWeights(), "stopped after \(stop) batches")
            #expect(rest.history == history.history, "stopped after \(stop) batches")
            #expect(rest.epoch == history.epoch)
        }
    }

    @Test("stopped again and again, training ends with the same bits", arguments: settings)
    func often(_ setting: Setting) throws {
        let whole = try model(setting)
        let history = try fit(whole, setting, setting.callbacks())
        var present = try model(setting)
        var last = try fit(present, setting, setting.callbacks() + [Pauser(after: 2)])
        var count = 0
        while let progress = present.trainingProgress, count < 100 {
            let next = try model(setting)
            try next.setTrainingState(present.trainingState())
            next.resumeTraining(from: try throughFile(progress))
            last = try fit(next, setting, setting.callbacks() + [Pauser(after: 3)])
            present = next
            count += 1
        }
        #expect(count > 4 && count < 100)
        #expect(try present.getWeights() == whole.getWeights())
        #expect(last.history == history.history)
    }

    @Test("a paused fit tells no callback of an end, and one that goes on begins no epoch twice")
    func events() throws {
        let setting = Self.settings[1]
        let model = try model(setting)
        let recorder = FitTests.Recorder()
        try fit(model, setting, [recorder, Pauser(after: 8)])
        #expect(recorder.events.last == "done 0")
        #expect(recorder.events.filter { $0.hasPrefix("epoch") } == ["epoch 0", "epoch 1"])
        let progress = try #require(model.trainingProgress)
        #expect(progress.epoch == 1 && progress.batch == 1)
        model.resumeTraining(from: progress)
        recorder.events = []
        try fit(model, setting, [recorder])
        #expect(recorder.events.prefix(2) == ["train begin", "batch 1"])
        #expect(recorder.events.filter { $0.hasPrefix("epoch") } == ["epoch 2", "epoch 3"])
        #expect(model.trainingProgress == nil)
    }

    @Test("an epoch that is begun is not gone on with in other batches, and the error says which it had")
    func otherBatches() throws {
        let setting = Self.settings[0]
        let model = try model(setting)
        try fit(model, setting, [Pauser(after: 2)])
        model.resumeTraining(from: try #require(model.trainingProgress))
        let error = #expect(throws: ModelError.self) {
            try model.fit(Self.data, batchSize: 9, epochs: 2, verbose: 0, validationSplit: 0.2)
        }
        #expect(error?.description.contains("5 batches of 8 of 36 samples") == true, "\(String(describing: error))")
    }

    @Test("more epochs go on after an early stop")
    func afterEarlyStop() throws {
        var setting = Self.settings[0]
        setting.callbacks = { [EarlyStopping(monitor: "loss", minDelta: 10, patience: 1)] }
        let model = try model(setting)
        var moments: [TrainingProgress] = []
        let keeper = Keeper { moments.append($0) }
        try fit(model, setting, setting.callbacks() + [keeper])
        var last = try #require(moments.last)
        #expect(last.isStopped && last.epoch == 2 && last.batch == 0)
        model.resumeTraining(from: last)
        #expect(try fit(model, setting, setting.callbacks()).epoch == [0, 1])
        last.isStopped = false
        model.resumeTraining(from: last)
        #expect(try fit(model, setting, setting.callbacks()).epoch == [0, 1, 2])
    }

    /// Keeps the progress of every epoch.
    final class Keeper: TrainingObserver {
        let keep: (TrainingProgress) -> Void
        init(_ keep: @escaping (TrainingProgress) -> Void) { self.keep = keep }
        func betweenSteps(_ moment: TrainingMoment, model: Model) throws {
            if moment.batch == 0 { keep(try moment.progress()) }
        }
    }

    @Test("a log is cut back to what it was when training was stopped")
    func log() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("sumi-\(UUID().uuidString).csv").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        func text() throws -> String { try String(contentsOfFile: file, encoding: .utf8) }
        let setting = Self.settings[1]
        try fit(try model(setting), setting, [CSVLogger(file)])
        let whole = try text()
        let first = try model(setting)
        try fit(first, setting, [CSVLogger(file), Pauser(after: 16)])
        let progress = try #require(first.trainingProgress)
        try (try text() + "2,0.5,0.6\nand more").write(toFile: file, atomically: true, encoding: .utf8)
        first.resumeTraining(from: progress)
        try fit(first, setting, [CSVLogger(file)])
        #expect(try text() == whole)

        try "epoch".write(toFile: file, atomically: true, encoding: .utf8)
        first.resumeTraining(from: progress)
        let error = #expect(throws: ModelError.self) { try fit(first, setting, [CSVLogger(file)]) }
        #expect(error?.description.contains("shorter") == true)
    }

    @Test("a record of training that is damaged is an error, whatever it holds")
    func damaged() throws {
        let setting = Self.settings[0]
        let first = try model(setting)
        try fit(first, setting, setting.callbacks() + [Pauser(after: 9)])
        let progress = try #require(first.trainingProgress)
        let json = try #require(progress.json.object)
        for key in ["version", "epoch", "batch", "batches", "seed", "step", "draws", "shuffles"] {
            for value: JSON? in [nil, "x", -1, 1e300, .integer(.max), [:]] where key != "seed" || value?.integer == nil
            {
                var changed = json
                changed[key] = value
                #expect(throws: ModelError.self, "\(key) \(String(describing: value))") {
                    try TrainingProgress(json: .object(changed), tensors: progress.tensors)
                }
            }
        }
        // States and sums of other kinds are taken for what they can be: nothing may trap.
        var changed = json
        changed["callbacks"] = ["EarlyStopping": ["wait": .integer(.max), "best": "x", "stopped_epoch": -5]]
        let sum = try Tensor(shape: [3], scalars: [Float(1), 2, 3])
        let tensors = ["sums/metrics/loss/total": sum, "callbacks/EarlyStopping/0": sum]
        first.resumeTraining(from: try TrainingProgress(json: .object(changed), tensors: tensors))
        _ = try? fit(first, setting, setting.callbacks())
    }
}
