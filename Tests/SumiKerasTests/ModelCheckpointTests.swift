import Foundation
import Sumi
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
