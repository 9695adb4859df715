import Sumi
import SumiGraph
import SumiJSON
import SumiNN
import SumiTensor
import SumiTestSupport

/// Runs the cases of `losses/`: value and gradient with respect to the prediction.
struct LossFixtures: FixtureRunner {
    var family: String { "losses" }

    func run(_ fixture: Fixture, on engine: any Engine, _ tolerances: FixtureTolerances) throws -> [String] {
        let loss = try Loss(configuration: configuration(of: fixture))
        let trace = Trace()
        var inputs: [ProgramInput] = []
        func input(_ name: String) throws -> TracedTensor? {
            guard let tensor = fixture.tensors[name] else { return nil }
            inputs.append(.tensor(tensor))
            return trace.input(name, TensorType(tensor.shape, tensor.elementType))
        }
        let (target, prediction) = try (input("y_true"), input("y_pred"))
        guard let target, let prediction else { return ["the case lacks y_true or y_pred"] }
        let value = try loss.trace(target, prediction, sampleWeight: input("sample_weight"))
        let upstream = try input("dvalue").map { [$0] }
        let gradients = trace.gradients(of: [value], withRespectTo: [prediction], upstream: upstream)
        let graph = try trace.graph(outputs: [value] + gradients)
        let results = try engine.compile(graph, state: engine.makeState()).run(inputs)
        let tolerance = fixture.tags.contains("edge") ? 1e-4 : nil
        return zip(["value", "dy_pred"], results).compactMap { name, result in
            tolerances.mismatch(result, name, in: fixture, tolerance: tolerance)
        }
    }

    /// The stored configuration with the constructor's arguments, of which Keras' own leaves some out.
    private func configuration(of fixture: Fixture) throws -> JSON {
        guard var object = fixture.metadata["loss"]?.object, var config = object["config"]?.object else {
            throw FixtureError("the case holds no loss")
        }
        for (key, value) in fixture.metadata["arguments"]?.object?.members ?? [] { config[key] = value }
        object["config"] = .object(config)
        return .object(object)
    }
}
