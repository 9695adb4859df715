import Sumi
import SumiGraph
import SumiJSON
import SumiNN
import SumiTensor
import SumiTestSupport

/// Runs the cases of `training/`: whole calls of `fit` from given weights, without shuffling and dropout.
struct TrainingFixtures: FixtureRunner {
    var family: String { "training" }

    func run(_ fixture: Fixture, on engine: any Engine, _ tolerances: FixtureTolerances) throws -> [String] {
        guard let model = fixture.metadata["model"], let compile = fixture.metadata["compile"] else {
            throw FixtureError("the case holds no model")
        }
        return try TrainingRun(try Model.make(configuration: model), compile, fixture, engine).differences(tolerances)
    }
}

/// One recorded run, made again.
private struct TrainingRun {
    private let model: Model
    private let fixture: Fixture
    private let record = Record()
    private let history: History
    private let predictions: Tensor

    init(_ model: Model, _ compile: JSON, _ fixture: Fixture, _ engine: any Engine) throws {
        self.model = model
        self.fixture = fixture
        model.engine = engine
        let paths = try model.weights.map(\.path)
        guard paths == fixture.strings("weights") else {
            throw FixtureError("the weights are \(paths), Keras's \(fixture.strings("weights"))")
        }
        try model.setWeights(try paths.map { try fixture.tensor("start/\($0)") })
        try model.compile(configuration: compile)
        let fit = fixture.metadata["fit"]
        let weights = fit?["class_weight"]?.object?.members.compactMap { key, value in
            Int(key).flatMap { label in value.double.map { (label, $0) } }
        }
        let x = try fixture.tensor("x")
        history = try model.fit(
            x, try fixture.tensor("y"), batchSize: fit?["batch_size"]?.integer ?? 32,
            epochs: fit?["epochs"]?.integer ?? 1, verbose: 0, callbacks: [record],
            validationSplit: fit?["validation_split"]?.double ?? 0, shuffle: false,
            classWeight: weights.map { Dictionary(uniqueKeysWithValues: $0) },
            sampleWeight: fixture.tensors["sample_weight"])
        predictions = try model.predict(try x[0..<8], verbose: 0)
    }

    /// A run in which float32 itself loses its way is judged by its first step.
    private var isChaotic: Bool {
        let errors = fixture.metadata["err"]?.object?.members.compactMap { $0.value["scaled"]?.double } ?? []
        return errors.contains { $0 > 1e-3 }
    }

    func differences(_ tolerances: FixtureTolerances) throws -> [String] {
        var found: [String?] = []
        func compare(_ value: Tensor, _ name: String, _ group: String, stored: Tensor? = nil) {
            found.append(tolerances.mismatch(value, name, in: fixture, group: "training/\(group)", stored: stored))
        }
        for (path, value) in record.first { compare(value, "first/\(path)", "first") }
        let logs = fixture.tensors.keys.filter { $0.hasPrefix("batches/") }.sorted()
        for name in logs {
            let values = record.batches.map { $0[String(name.dropFirst(8))] ?? .nan }
            let stored = try fixture.tensor(name)
            let count = isChaotic ? 1 : values.count
            compare(
                Tensor(shape: [count], doubles: Array(values.prefix(count)), elementType: .float32), name, "batches",
                stored: isChaotic ? try stored[0..<1] : stored)
        }
        if isChaotic { return found.compactMap { $0 } }
        for name in fixture.tensors.keys.filter({ $0.hasPrefix("history/") }).sorted() {
            let values = history[String(name.dropFirst(8))]
            compare(Tensor(shape: [values.count], doubles: values, elementType: .float32), name, "history")
        }
        for weight in try model.weights { compare(try weight.value(), "final/\(weight.path)", "final") }
        compare(predictions, "predict", "predict")
        return found.compactMap { $0 }
    }
}

/// The logs of every batch, and the weights after the first.
private final class Record: Callback {
    var batches: [[String: Double]] = []
    var first: [(String, Tensor)] = []

    func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {
        batches.append(Dictionary(uniqueKeysWithValues: logs.values.map { ($0.name, $0.value) }))
        if first.isEmpty { first = try model.weights.map { ($0.path, try $0.value()) } }
    }
}
