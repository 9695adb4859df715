import Foundation
import Sumi
import SumiNN
import Synchronization
import Testing

/// Models that are saved while they are trained.
struct ModelCheckpointTests {
    private let folder: TemporaryFolder
    private let (x, y): (Tensor, Tensor)

    init() throws {
        folder = try TemporaryFolder()
        (x, y) = (TestModels.numbers([8, 6, 6, 1]), try Tensor([Int32(0), 1, 2, 3, 0, 1, 2, 3]))
    }

    private func compiled() throws -> Sequential {
        let model = TestModels.sequential()
        try model.compile(
            optimizer: .sgd(learningRate: 0.01), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        return model
    }

    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test("each epoch has its file, named by epoch and loss")
    func everyEpoch() throws {
        let model = try compiled()
        let checkpoint = ModelCheckpoint(folder.file("{epoch:02d}-{val_loss:.1f}.keras"))
        let history = try model.fit(
            x, y, epochs: 2, verbose: 0, callbacks: [checkpoint], validationData: Samples(x, y))
        let names = zip(1..., history["val_loss"]).map { String(format: "%02d-%.1f.keras", $0, $1) }
        #expect(try files == names)
        let loaded = try Model.load(folder.file(names[1]))
        #expect(try loaded.getWeights() == model.getWeights())
        #expect(loaded.notes.history == model.notes.history)
    }

    /// Gives the epochs the values of a list.
    private final class Script: Callback {
        let values: [Double]
        init(_ values: [Double]) { self.values = values }
        func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) { logs["score"] = values[epoch] }
    }

    @Test("only better models are saved, and messages are Keras'")
    func bestOnly() throws {
        let model = try compiled()
        let lines = Lines()
        model.console = lines.console
        let path = folder.file("best.weights.h5")
        let checkpoint = ModelCheckpoint(
            path, monitor: "score", verbose: 1, saveBestOnly: true, saveWeightsOnly: true, mode: .max,
            initialValueThreshold: 0.25)
        try model.fit(x, y, epochs: 4, verbose: 0, callbacks: [Script([0.125, 0.5, 0.375, 0.75]), checkpoint])
        #expect(checkpoint.best == 0.75)
        #expect(
            lines.text == """

                Epoch 1: score did not improve from 0.25000

                Epoch 2: score improved from 0.25000 to 0.50000, saving model to \(path)

                Epoch 2: finished saving model to \(path)

                Epoch 3: score did not improve from 0.50000

                Epoch 4: score improved from 0.50000 to 0.75000, saving model to \(path)

                Epoch 4: finished saving model to \(path)

                """)
        #expect(try files == ["best.weights.h5"])
    }

    /// Ends `fit` after so many batches, to be gone on with.
    private final class Pauser: Callback {
        var left: Int
        init(after count: Int) { left = count }
        func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) {
            left -= 1
            if left == 0 { model.pauseTraining() }
        }
    }

    @Test("a training that is gone on with keeps the best value of before", arguments: [3, 5])
    func bestIsKept(stop: Int) throws {
        let script = Script([0.5, 0.25, 0.375, 0.75])
        func checkpoint(_ name: String) -> ModelCheckpoint {
            ModelCheckpoint(folder.file(name), monitor: "score", saveBestOnly: true, mode: .max)
        }
        let model = try compiled()
        // Two batches an epoch: stopped in the second epoch, and in the third.
        try model.fit(
            x, y, batchSize: 4, epochs: 4, verbose: 0,
            callbacks: [script, checkpoint("{epoch}.keras"), Pauser(after: stop)])
        let progress = try #require(model.trainingProgress)
        #expect(try files == ["1.keras"])
        model.resumeTraining(
            from: try TrainingProgress(json: JSON(parsing: progress.json.description), tensors: progress.tensors))
        let second = checkpoint("{epoch}.keras")
        try model.fit(x, y, batchSize: 4, epochs: 4, verbose: 0, callbacks: [script, second])
        #expect(try files == ["1.keras", "4.keras"])
        #expect(second.best == 0.75)
    }

    @Test("a training that is gone on with counts its batches on")
    func batchesGoOn() throws {
        for stop in 1...3 {
            let model = try compiled()
            let name = folder.file("\(stop)/{epoch}-{batch}.h5")
            func fit(_ more: [any Callback] = []) throws {
                try model.fit(
                    x, y, batchSize: 2, epochs: 2, verbose: 0,
                    callbacks: [ModelCheckpoint(name, saveFreq: .batches(3))] + more)
            }
            try fit([Pauser(after: stop)])
            model.resumeTraining(from: try #require(model.trainingProgress))
            try fit()
            let found = try FileManager.default.contentsOfDirectory(atPath: folder.file("\(stop)")).sorted()
            #expect(found == ["1-3.h5", "2-2.h5"], "stopped after \(stop) batches")
        }
    }

    @Test("batches are counted across epochs")
    func batches() throws {
        let model = try compiled()
        let checkpoint = ModelCheckpoint(folder.file("a/b/{epoch}-{batch}.h5"), saveFreq: .batches(3))
        try model.fit(x, y, batchSize: 2, epochs: 2, verbose: 0, callbacks: [checkpoint])
        let found = try FileManager.default.contentsOfDirectory(atPath: folder.file("a/b")).sorted()
        #expect(found == ["1-3.h5", "2-2.h5"])
    }

    @Test(
        "paths that cannot be are refused before training",
        arguments: [
            "model.onnx", "{epoch:02x}.keras", "{epoch.keras", "}.keras", "{:02d}.keras", "{epoch:.f}.keras",
        ])
    func refusedPaths(path: String) throws {
        let model = try compiled()
        #expect(throws: ModelError.self) {
            try model.fit(x, y, verbose: 0, callbacks: [ModelCheckpoint(folder.file(path))])
        }
        #expect(try files == [])
        #expect(model.counters.step == 0)
    }

    @Test("a value that is not there is named")
    func missingValue() throws {
        let model = try compiled()
        let error = #expect(throws: ModelError.self) {
            try model.fit(x, y, verbose: 0, callbacks: [ModelCheckpoint(folder.file("{val_loss:.2f}.keras"))])
        }
        #expect(error?.description.contains("val_loss") == true && error?.description.contains("accuracy") == true)
    }

    @Test("weights alone need their own ending")
    func weightsEnding() throws {
        let model = try compiled()
        for (path, weightsOnly) in [("a.keras", true), ("a.weights.h5", false)] {
            #expect(throws: ModelError.self) {
                try model.fit(
                    x, y, verbose: 0,
                    callbacks: [ModelCheckpoint(folder.file(path), saveWeightsOnly: weightsOnly)])
            }
        }
    }
}

/// What is printed.
private final class Lines: Sendable {
    private let lines = Mutex("")
    var text: String { lines.withLock { $0 } }
    var console: Console { Console(isTerminal: false) { [self] text in lines.withLock { $0 += text } } }
}
