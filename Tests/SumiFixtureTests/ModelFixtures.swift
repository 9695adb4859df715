import Foundation
import Sumi
import SumiNN
import SumiTestSupport

/// Runs the cases of `models/` and `models_keras2/`: every file of a case is loaded, predicts, evaluates, and trains on
/// from the optimizer's state in it to the recorded weights.
struct ModelFixtures: FixtureRunner {
    let family: String

    /// A case with layers that are not there is exempt, once its files are refused by the name of one.
    func exemption(of fixture: Fixture) throws -> String? {
        let classes = fixture.metadata["layers"]?.array?.compactMap { $0["class"]?.string } ?? []
        let known = LayerRegistry.classNames + ["InputLayer", "Sequential", "Functional"]
        guard let missing = classes.first(where: { !known.contains($0) }) else { return nil }
        for file in fixture.strings("files") where !Self.isWeights(file) {
            do {
                _ = try Model.load(path(file))
                throw FixtureError("\(file) loads, without the class \(missing)")
            } catch let error as ModelError where Set(classes).contains(where: error.description.contains) {
                continue
            }
        }
        return "class \(missing) is not there"
    }

    func run(_ fixture: Fixture, on engine: any Engine, _ tolerances: FixtureTolerances) throws -> [String] {
        fixture.strings("files").flatMap { file in
            do {
                let model = try model(file, of: fixture)
                model.engine = engine
                return try ModelRun(model, fixture, tolerances).differences(holdsState: holdsState(file))
                    .map { "\(file): \($0)" }
            } catch {
                return ["\(file): \(error)"]
            }
        }
    }

    private func path(_ file: String) -> String {
        FixtureFolder.current.url.appending(path: family).appending(path: file).path
    }

    private static func isWeights(_ file: String) -> Bool { file.hasSuffix("weights.h5") }

    /// Whether Keras has put the optimizer's state into the file: Keras 2.15 did so in whole `.h5` files only, for its
    /// old and new optimizers alike.
    private func holdsState(_ file: String) -> Bool {
        family == "models" || file.hasSuffix(".h5") && !Self.isWeights(file)
    }

    /// The model in `file`; weights go into a new model like that of the case.
    private func model(_ file: String, of fixture: Fixture) throws -> Model {
        guard Self.isWeights(file) else { return try Model.load(path(file)) }
        guard let whole = fixture.strings("files").first(where: { !Self.isWeights($0) }) else {
            throw FixtureError("the case has weights and no model")
        }
        let original = try Model.load(path(whole))
        let model = try Model.fromJSON(original.toJSON())
        // What Keras 2 logs differently is no part of the JSON.
        model.compiled?.averagesLossesBySample = original.compiled?.averagesLossesBySample ?? false
        try model.loadWeights(path(file))
        return model
    }
}

/// What one loaded model does.
private struct ModelRun {
    private let model: Model
    private let fixture: Fixture
    private let tolerances: FixtureTolerances

    init(_ model: Model, _ fixture: Fixture, _ tolerances: FixtureTolerances) {
        self.model = model
        self.fixture = fixture
        self.tolerances = tolerances
    }

    /// Keras computed these in 16 bits, of which 11 and 8 are significant; here it is float32.
    private var halfTolerance: Double? {
        switch fixture.id {
        case "float16", "mixed_float16": 4e-3
        case "bfloat16": 4e-2
        default: nil
        }
    }

    func differences(holdsState: Bool) throws -> [String] {
        var found = try weights("w", group: "models")
        let outputs = try model.predict(tensors("x"), verbose: 0)
        for (index, output) in outputs.enumerated() {
            let name = outputs.count > 1 ? "y\(index)" : "y"
            found.append(contentsOf: mismatch(output, name, tolerance: halfTolerance))
        }
        found += try evaluation()
        if fixture.tensors.keys.contains(where: { $0.hasPrefix("resumed/") }) { found += try resumed(holdsState) }
        return found
    }

    private func mismatch(_ value: Tensor, _ name: String, group: String = "models", tolerance: Double? = nil)
        -> [String]
    {
        tolerances.mismatch(value, name, in: fixture, group: group, tolerance: tolerance).map { [$0] } ?? []
    }

    /// `x`, or `x0`, `x1`, ….
    private func tensors(_ name: String) -> [Tensor] {
        if let tensor = fixture.tensors[name] { return [tensor] }
        var list: [Tensor] = []
        while let tensor = fixture.tensors["\(name)\(list.count)"] { list.append(tensor) }
        return list
    }

    private func evaluation() throws -> [String] {
        guard let evaluation = fixture.metadata["evaluate"] else { return [] }
        guard model.isCompiled else { return ["is not compiled"] }
        let score = try model.evaluate(
            tensors("eval_x"), tensors("eval_y"), batchSize: evaluation["batch_size"]?.integer ?? 32, verbose: 0)
        return (evaluation["logs"]?.object?.members ?? []).compactMap { name, value in
            FixtureTolerances.mismatch([score[name]], [value.double ?? .nan], "evaluate \(name)", tolerance: 2e-5)
        }
    }

    private func resumed(_ holdsState: Bool) throws -> [String] {
        if model.counters.step == 0 { return holdsState ? ["the optimizer's state was not loaded"] : [] }
        try model.trainOnBatch(
            Samples(inputs: tensors("resume_x").map { ModelInput($0) }, targets: tensors("resume_y")))
        return try weights("resumed", group: "training/final")
    }

    /// Biases whose layer a batch normalization reads, which takes the mean off again.
    private var biasesOfNoGradient: Set<String> {
        let calls = model.network?.calls.filter { $0.entry.className == "BatchNormalization" } ?? []
        let readers = calls.flatMap(\.inputs).map { model.name(of: $0.entry) }
        let prefix = model.pathPrefix.isEmpty ? "" : model.pathPrefix + "/"
        return Set(readers.map { "\(prefix)\($0)/bias" })
    }

    /// All weights whose recorded names can be told: Keras 2 put the layer's name before that of the variable.
    private func weights(_ kind: String, group: String) throws -> [String] {
        guard fixture.tensors.keys.contains(where: { $0.hasPrefix("\(kind)/") }) else { return [] }
        var found: [String] = []
        var count = 0
        for weight in try model.weights {
            let inside = weight.path.split(separator: "/").dropFirst(model.pathPrefix.isEmpty ? 0 : 1)
            let short = inside.joined(separator: "/")
            let names = [weight.path, short, "\(inside.first ?? "")/\(short)"].map { "\(kind)/\($0)" }
            guard let name = names.first(where: { fixture.tensors[$0] != nil }) else { continue }
            count += 1
            // In exact arithmetic its gradient is 0; rounding makes steps of it that say nothing.
            if kind == "resumed",
                biasesOfNoGradient.contains(weight.path) || weight.path.hasSuffix("/key/bias")
            {
                continue
            }
            // A file of halves holds halves of what Keras trained.
            found += mismatch(try weight.value(), name, group: group, tolerance: halfTolerance)
        }
        if count == 0 { found.append("no recorded weight of \(kind)/ is found") }
        return found
    }
}
