import Foundation
import Sumi
import SumiArchive
import Testing

/// Models that are saved and come back.
struct ModelFileTests {
    static let endings = ["keras", "h5", "hdf5"]

    @Test("a Sequential comes back with its layers, weights and predictions", arguments: endings)
    func sequential(ending: String) throws {
        let folder = try TemporaryFolder()
        let model = TestModels.sequential()
        let x = TestModels.numbers([5, 6, 6, 1])
        let expected = try model.predict(x, verbose: 0)
        try model.save(folder.file("model.\(ending)"))
        let loaded = try Model.load(folder.file("model.\(ending)"))
        #expect(loaded is Sequential)
        #expect(loaded.name == "digits")
        #expect(try loaded.weights.map(\.path) == model.weights.map(\.path))
        #expect(try loaded.predict(x, verbose: 0) == expected)
        #expect(!loaded.isCompiled)
    }

    @Test("a functional model comes back with shared layers and nested models", arguments: endings)
    func functional(ending: String) throws {
        let folder = try TemporaryFolder()
        let model = TestModels.functional()
        let x = [TestModels.numbers([4, 5]), TestModels.numbers([4, 5], seed: 8)]
        try model.save(folder.file("model.\(ending)"))
        let loaded = try Model.load(folder.file("model.\(ending)"))
        #expect(try loaded.weights.map(\.path) == model.weights.map(\.path))
        #expect(try loaded.predict(x, verbose: 0) == model.predict(x, verbose: 0))
        #expect(loaded.outputNames == ["label", "score"])
    }

    @Test("training goes on from a file as if it had not stopped", arguments: endings)
    func goesOn(ending: String) throws {
        let folder = try TemporaryFolder()
        let model = TestModels.functional()
        let x = [TestModels.numbers([8, 5]), TestModels.numbers([8, 5], seed: 8)]
        let y = [try Tensor([Int32(0), 1, 2, 0, 1, 2, 0, 1]).toCategorical(), TestModels.numbers([8, 1], seed: 9)]
        try model.compile(
            optimizer: .adam(learningRate: 0.01, amsgrad: true), losses: [.categoricalCrossentropy, .meanSquaredError],
            lossWeights: [1, 0.5], metrics: [[.accuracy], [.meanAbsoluteError]])
        try model.fit(x, y, batchSize: 4, epochs: 2, verbose: 0, shuffle: false)
        try model.setLearningRate(0.02)
        try model.save(folder.file("model.\(ending)"))
        let loaded = try Model.load(folder.file("model.\(ending)"))
        #expect(try loaded.learningRate == Double(Float(0.02)))
        for other in [model, loaded] { try other.fit(x, y, batchSize: 4, epochs: 1, verbose: 0, shuffle: false) }
        for (a, b) in zip(try model.weights, try loaded.weights) { #expect(try a.value() == b.value(), "\(a.path)") }
        #expect(try loaded.evaluate(x, y, verbose: 0).names == model.evaluate(x, y, verbose: 0).names)
    }

    @Test("a learning rate that decays is written as the InverseTimeDecay that it is")
    func decay() throws {
        let folder = try TemporaryFolder()
        let model = TestModels.sequential()
        try model.compile(optimizer: .adam(learningRate: 1e-4, decay: 1e-6), loss: .categoricalCrossentropy)
        try model.save(folder.file("model.keras"))
        let zip = try ZipArchive([UInt8](Data(contentsOf: URL(filePath: folder.file("model.keras")))))
        let config = try JSON(parsing: zip.read("config.json"))
        let rate = config["compile_config"]?["optimizer"]?["config"]?["learning_rate"]
        #expect(rate?["class_name"] == "InverseTimeDecay")
        #expect(rate?["config"]?["decay_rate"]?.double == 1e-6)
    }

    @Test("notes come back, history and tensors included", arguments: endings)
    func notes(ending: String) throws {
        let folder = try TemporaryFolder()
        let model = TestModels.sequential()
        model.notes = ModelNotes(classNames: ["one", "zwei", "三"], framing: .digit, scale: 1.0 / 255)
        model.notes.note(epoch: 0, [("loss", 0.5), ("val_loss", .nan)])
        model.notes.note(epoch: 1, [("loss", 0.25)])
        model.notes.training = ["step": 12]
        model.notes.trainingTensors = [
            "metrics/loss/total": try Tensor([Float(1.5), 2]), "n": try Tensor([UInt32(7)]),
        ]
        try model.save(folder.file("model.\(ending)"))
        let notes = try Model.load(folder.file("model.\(ending)")).notes
        #expect(notes.classNames == model.notes.classNames && notes.framing == .digit && notes.scale == 1.0 / 255)
        #expect(notes.training == ["step": 12] && notes.trainingTensors == model.notes.trainingTensors)
        #expect(notes.history.map(\.name) == ["loss", "val_loss"])
        #expect(notes.history[0].values == [.init(epoch: 0, value: 0.5), .init(epoch: 1, value: 0.25)])
        #expect(notes.history[1].values[0].value.isNaN)
    }

    @Test("fit fills the history, and begins it anew where it begins anew")
    func history() throws {
        let model = TestModels.sequential()
        try model.compile(optimizer: .sgd(), loss: .sparseCategoricalCrossentropy)
        let (x, y) = (TestModels.numbers([8, 6, 6, 1]), try Tensor([Int32(0), 1, 2, 3, 0, 1, 2, 3]))
        try model.fit(x, y, epochs: 3, verbose: 0)
        // The learning rate is told too, which Keras' logs leave out.
        #expect(model.notes.history.map(\.name) == ["loss", "learning_rate"])
        #expect(model.notes.history[1].values.map { Float($0.value) } == [0.01, 0.01, 0.01])
        #expect(model.notes.history[0].values.map(\.epoch) == [0, 1, 2])
        try model.fit(x, y, epochs: 4, verbose: 0, initialEpoch: 2)
        #expect(model.notes.history[0].values.map(\.epoch) == [0, 1, 2, 3])
        try model.fit(x, y, epochs: 1, verbose: 0)
        #expect(model.notes.history[0].values.map(\.epoch) == [0])
    }

    @Test("the content tells the format, not the name")
    func content() throws {
        let folder = try TemporaryFolder()
        let model = TestModels.sequential()
        try model.save(folder.file("a.keras"))
        try model.save(folder.file("b.h5"))
        try FileManager.default.moveItem(atPath: folder.file("a.keras"), toPath: folder.file("a.h5"))
        try FileManager.default.moveItem(atPath: folder.file("b.h5"), toPath: folder.file("b.bin"))
        #expect(try Model.load(folder.file("a.h5")).getWeights() == model.getWeights())
        #expect(try Model.load(folder.file("b.bin")).getWeights() == model.getWeights())
    }

    @Test("names with other endings, and files that are there, are refused")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let model = TestModels.sequential()
        for name in ["model", "model.onnx", "model.weights.h5"] {
            let error = #expect(throws: ModelError.self) { try model.save(folder.file(name)) }
            #expect(error?.description.contains(".keras") == true)
        }
        #expect(throws: ModelError.self) { try model.saveWeights(folder.file("model.h5")) }
        try model.save(folder.file("model.keras"))
        #expect(throws: ModelError.self) { try model.save(folder.file("model.keras"), overwrite: false) }
        #expect(throws: ModelError.self) { try model.save(folder.file("nowhere/model.keras")) }
        let error = #expect(throws: ModelError.self) { try Model.load(folder.file("missing.keras")) }
        #expect(error?.description.contains("missing.keras") == true)
    }

    @Test("a loss of one's own leaves the training out of the file, not the model")
    func ownLoss() throws {
        let folder = try TemporaryFolder()
        let model = TestModels.sequential()
        try model.compile(loss: Loss(OwnLoss()))
        try model.save(folder.file("model.keras"))
        let loaded = try Model.load(folder.file("model.keras"))
        #expect(!loaded.isCompiled)
        #expect(try loaded.getWeights() == model.getWeights())
    }
}

private struct OwnLoss: LossFunction {
    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        (target - prediction).squared().mean(axes: [-1])
    }
}
