import Foundation
import Sumi
import SumiArchive
import SumiHDF5
import Testing

private let partnerFolder = ProcessInfo.processInfo.environment["SUMI_PARTNERS"]

/// Files exchanged with Keras and h5py, in the folder that `SUMI_PARTNERS` names; `make partners` runs these around
/// `Tests/Partners/partners.py`.
@Suite(.enabled(if: partnerFolder != nil, "SUMI_PARTNERS names no folder: make partners sets it"))
struct PartnerFiles {
    private func path(_ name: String) -> String { "\(partnerFolder ?? "")/\(name)" }

    // MARK: What Keras is to open

    private static let optimizers: [(name: String, optimizer: Optimizer)] = [
        ("sgd", .sgd(learningRate: 0.05)), ("nesterov", .sgd(learningRate: 0.05, momentum: 0.9, nesterov: true)),
        ("adam", .adam(learningRate: 0.01)), ("amsgrad", .adam(learningRate: 0.01, amsgrad: true)),
        ("decay", .adam(learningRate: 0.01, decay: 1e-3)), ("adamw", .adamW(learningRate: 0.01)),
        ("nadam", .nadam(learningRate: 0.01)), ("rmsprop", .rmsprop(learningRate: 0.01, momentum: 0.5, centered: true)),
        ("adagrad", .adagrad(learningRate: 0.05)), ("adadelta", .adadelta(learningRate: 0.5)),
        ("adamax", .adamax(learningRate: 0.01)), ("ftrl", .ftrl(learningRate: 0.05)),
        ("lion", .lion(learningRate: 0.001)),
        ("cosine", .sgd(learningRate: .cosineDecay(0.1, decaySteps: 10), momentum: 0.9)),
    ]

    /// A Sequential of most layers, without dropout, so that both sides train alike.
    private static func network() -> Sequential {
        let model = Sequential(name: "net") {
            Input(8, 8, 2)
            Conv2D(4, kernelSize: 3, padding: .same, activation: .relu, kernelRegularizer: .l2(0.01))
            BatchNormalization()
            MaxPooling2D(2)
            LeakyReLU(negativeSlope: 0.1)
            Conv2D(3, kernelSize: 2, strides: 2, useBias: false)
            Flatten()
            Dropout(0)
            Dense(6, activation: .tanh)
            Dense(4, activation: .softmax)
        }
        model.seed = 3
        return model
    }

    @Test("writes models for Keras to open")
    func writesModels() throws {
        for (name, optimizer) in Self.optimizers {
            let model = Self.network()
            try model.compile(
                optimizer: optimizer, loss: .sparseCategoricalCrossentropy,
                metrics: [.accuracy, .sparseTopKCategoricalAccuracy(k: 2)])
            model.notes = ModelNotes(classNames: ["a", "b"], framing: .digit, scale: 1.0 / 255)
            model.notes.trainingTensors = ["t": try Tensor([Float(1)])]
            let x = [TestModels.numbers([8, 8, 8, 2])]
            try write(model, name, x, [try Tensor([Int32(0), 1, 2, 3, 0, 1, 2, 3])])
        }
        let twins = TestModels.functional()
        try twins.compile(
            optimizer: .adam(learningRate: 0.01), losses: [.categoricalCrossentropy, .meanSquaredError],
            lossWeights: [1, 0.5], metrics: [[.accuracy], [.meanAbsoluteError]])
        try write(
            twins, "twins", [TestModels.numbers([8, 5]), TestModels.numbers([8, 5], seed: 8)],
            [try Tensor([Int32(0), 1, 2, 0, 1, 2, 0, 1]).toCategorical(), TestModels.numbers([8, 1], seed: 9)])
        let lstm = Sequential(name: "text") {
            Input(5, 3)
            LSTM(4, returnSequences: true)
            LSTM(3)
            Dense(1)
        }
        lstm.seed = 4
        try lstm.compile(optimizer: .rmsprop(learningRate: 0.01), loss: .meanSquaredError)
        try write(lstm, "lstm", [TestModels.numbers([8, 5, 3])], [TestModels.numbers([8, 1], seed: 9)])
    }

    /// Trains a little, saves in every format, and notes predictions and the weights after one more step.
    private func write(_ model: Model, _ name: String, _ x: [Tensor], _ y: [Tensor]) throws {
        let samples = Samples(inputs: x.map { ModelInput($0) }, targets: y)
        for _ in 0..<3 { try model.trainOnBatch(samples) }
        for ending in ["keras", "h5", "hdf5"] { try model.save(path("ours/\(name).\(ending)")) }
        try model.saveWeights(path("ours/\(name).weights.h5"))
        try Data(model.toJSON(indent: 1).utf8).write(to: URL(filePath: path("ours/\(name).json")))
        var entries = x.enumerated().map { Safetensors.Entry(name: "x\($0)", tensor: $1) }
        entries += y.enumerated().map { Safetensors.Entry(name: "t\($0)", tensor: $1) }
        entries += try model.predict(x, verbose: 0).enumerated().map { Safetensors.Entry(name: "y\($0)", tensor: $1) }
        try model.trainOnBatch(samples)
        entries += try model.weights.map { Safetensors.Entry(name: "w/\($0.path)", tensor: try $0.value()) }
        try Safetensors(entries).write(to: path("ours/\(name).safetensors"))
    }

    @Test("writes HDF5 for h5py to read")
    func writesHDF5() throws {
        let values: [(name: String, value: HDF5Value)] = [
            ("float32", HDF5Value(try Tensor([[Float(1), -2.5], [.infinity, 0]]))),
            ("int64", HDF5Value(Int64.min)), ("text", HDF5Value("墨 ink")), ("texts", HDF5Value(["a", "", "three"])),
            ("bytes", HDF5Value(try Tensor([UInt8(0), 255]))), ("int32", HDF5Value(try Tensor([Int32(-7)]))),
        ]
        let many = (0..<700).map { (name: "n\($0)", node: HDF5Node.group()) }
        let root = HDF5Node.group(
            attributes: values,
            children: values.map { ($0.name, .dataset($0.value, attributes: values)) } + [
                ("many", .group(children: many))
            ])
        try AtomicFile.write([root.fileBytes()], to: path("ours/values.hdf5"))
    }

    // MARK: What Keras has written

    @Test("reads what Keras wrote just now")
    func readsModels() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: path("theirs"))
            .filter { $0.hasSuffix(".keras") || $0.hasSuffix(".h5") }.sorted()
        #expect(files.count >= 6)
        for file in files where !file.hasSuffix(".weights.h5") {
            let model = try Model.load(path("theirs/\(file)"))
            let name = file.split(separator: ".")[0]
            let record = try Safetensors(contentsOf: path("theirs/\(name).safetensors"))
            func tensors(_ kind: String) -> [Tensor] { (0..<9).compactMap { record["\(kind)\($0)"] } }
            for (y, theirs) in zip(try model.predict(tensors("x"), verbose: 0), tensors("y")) {
                try expectClose(y, theirs, file, tolerance: 1e-5)
            }
            try model.trainOnBatch(Samples(inputs: tensors("x").map { ModelInput($0) }, targets: tensors("t")))
            for weight in try model.weights {
                guard let theirs = record["w/\(weight.path)"] else {
                    Issue.record("\(file) has no \(weight.path)")
                    continue
                }
                try expectClose(try weight.value(), theirs, "\(file) \(weight.path)", tolerance: 1e-4)
            }
            print("\(file): opens, predicts and trains on")
        }
    }

    @Test("reads what h5py wrote just now")
    func readsHDF5() throws {
        let root = try HDF5File([UInt8](Data(contentsOf: URL(filePath: path("theirs/values.hdf5"))))).root
        let expected: [String: [Double]] = [
            "f16": [1, -2], "f32": [1.5, -2], "f64": [1.5, -2], "i8": [1, -2], "i64": [1, -2], "u16": [1, 65534],
            "chunked": (0..<60).map { Double($0) },
        ]
        for (name, values) in expected {
            #expect(try root.dataset(name)?.read().tensor().doubles == values, "\(name)")
        }
        #expect(try root.attribute("text")?.text == "墨")
        #expect(try root.attribute("texts")?.texts == ["a", "bc"])
        #expect(try root.group("many")?.names.count == 500)
    }

    private func expectClose(_ a: Tensor, _ b: Tensor, _ place: String, tolerance: Double) throws {
        #expect(a.shape == b.shape, "\(place)")
        let scale = max(1, b.doubles.map(\.magnitude).max() ?? 0)
        let difference = zip(a.doubles, b.doubles).map { abs($0 - $1) }.max() ?? 0
        #expect(difference <= tolerance * scale, "\(place): \(difference)")
    }
}
