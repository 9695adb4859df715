import Sumi
import SumiGraph
import SumiJSON
import SumiNN
import SumiTensor
import SumiTestSupport

/// Runs the cases of `optimizers/`: two weights, twelve steps, and the optimizer's variables after the last.
struct OptimizerFixtures: FixtureRunner {
    var family: String { "optimizers" }

    func run(_ fixture: Fixture, on engine: any Engine, _ tolerances: FixtureTolerances) throws -> [String] {
        guard let configuration = fixture.metadata["optimizer"], let steps = fixture.metadata["steps"]?.integer else {
            throw FixtureError("the case holds no optimizer")
        }
        let optimizer = try Optimizer(configuration: configuration)
            .excludingFromWeightDecay(fixture.strings("exclude_from_weight_decay"))
        let run = try OptimizerRun(optimizer, fixture, on: engine)
        for step in 0..<steps { try run.step(step) }
        var differences = run.differences(tolerances)
        if optimizer.configuration?["config"]?.withPlainNumbers != configuration["config"]?.withPlainNumbers {
            differences.append("written as \(optimizer.configuration ?? .null), Keras wrote \(configuration)")
        }
        let rates = (0..<steps).map(optimizer.learningRate(atStep:))
        let stored = fixture.metadata["learning_rates"]?.array?.compactMap(\.double) ?? []
        if let difference = FixtureTolerances.mismatch(rates, stored, "learning_rates", tolerance: 2e-6) {
            differences.append(difference)
        }
        return differences
    }
}

extension JSON {
    /// The same with 1.0 instead of 1: Python keeps whether a user wrote the point, we do not.
    var withPlainNumbers: JSON {
        switch self {
        case .integer(let value): return .number(Double(value))
        case .array(let elements): return .array(elements.map(\.withPlainNumbers))
        case .object(let object):
            var plain = JSONObject()
            for (key, value) in object.members { plain[key] = value.withPlainNumbers }
            return .object(plain)
        default: return self
        }
    }
}

/// The two weights of a case on one engine, step by step.
private final class OptimizerRun {
    private let optimizer: Optimizer
    private let fixture: Fixture
    private let weights: [Weight]
    private let state: any EngineState
    private var variables: [OptimizerVariable] = []
    private var update: (any Program)?
    private var accumulation: (any Program)?
    /// By the names of the recorded tensors: one element for each step.
    private var seen: [String: [Double]] = [:]

    init(_ optimizer: Optimizer, _ fixture: Fixture, on engine: any Engine) throws {
        self.optimizer = optimizer
        self.fixture = fixture
        state = engine.makeState()
        let scope = Scope(trace: Trace(), isTraining: true, registry: WeightRegistry(), path: "dense")
        let constraint = try fixture.metadata["kernel_constraint"].map { try Constraint(configuration: $0) }
        _ = scope.weight("kernel", try fixture.tensor("kernel").shape, .zeros, constraint: constraint)
        _ = scope.weight("bias", try fixture.tensor("bias").shape, .zeros)
        weights = scope.registry.weights
        for weight in weights { try state.write(weight.path, fixture.tensor(weight.name)) }
        let (graph, slots) = try trace(isUpdate: true)
        variables = slots
        for slot in slots {
            let (shape, value) = (slot.parameter.type.shape, slot.initialValue)
            let values = [Double](repeating: value, count: shape.count)
            try state.write(slot.parameter.name, Tensor(shape: shape, doubles: values, elementType: .float32))
        }
        update = try engine.compile(graph, state: state)
        if optimizer.gradientAccumulationSteps != nil {
            accumulation = try engine.compile(trace(isUpdate: false).graph, state: state)
        }
    }

    private func trace(isUpdate: Bool) throws -> (graph: Graph, variables: [OptimizerVariable]) {
        let trace = Trace()
        let learningRate = trace.input("learning rate", TensorType([]))
        let iteration = trace.input("iteration", TensorType([]))
        let gradients = weights.map { weight in
            let type = TensorType(weight.shape)
            return (
                weight: weight, value: trace.variable(weight.path, type),
                gradient: trace.input("gradient of \(weight.name)", type)
            )
        }
        let variables =
            isUpdate
            ? optimizer.apply(gradients, learningRate: learningRate, iteration: iteration, in: trace)
            : optimizer.accumulate(gradients, iteration: iteration, in: trace)
        return (try trace.graph(outputs: []), variables)
    }

    func step(_ step: Int) throws {
        let scalars = [optimizer.learningRate(atStep: step), Double(optimizer.updates(beforeStep: step))]
        let gradients = try weights.map { try row(step, of: "\($0.name)_gradients", $0.shape) }
        let inputs = scalars.map { Tensor(shape: [], doubles: [$0], elementType: .float32) } + gradients
        let program = optimizer.isUpdate(step: step) ? update : accumulation
        // The accumulating program has no use for the rate, but it is still an input of its.
        _ = try program?.run(inputs.map { .tensor($0) })
        for weight in weights { seen["\(weight.name)_after", default: []] += try state.read(weight.path).doubles }
        for (path, average) in optimizer.averages(of: weights) {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            seen["\(name)_ema", default: []] += try state.read(average).doubles
        }
    }

    private func row(_ step: Int, of name: String, _ shape: Shape) throws -> Tensor {
        let all = try fixture.tensor(name).doubles
        return Tensor(
            shape: shape, doubles: Array(all[step * shape.count..<(step + 1) * shape.count]), elementType: .float32)
    }

    /// What differs from Keras after the last step.
    func differences(_ tolerances: FixtureTolerances) -> [String] {
        var differences: [String] = []
        for (name, values) in seen.sorted(by: { $0.key < $1.key }) {
            guard let shape = fixture.tensors[name]?.shape, shape.count == values.count else {
                differences.append("\(name): \(values.count) values, and Keras recorded others")
                continue
            }
            let value = Tensor(shape: shape, doubles: values, elementType: .float32)
            differences += [tolerances.mismatch(value, name, in: fixture)].compactMap { $0 }
        }
        for (path, average) in optimizer.averages(of: weights) {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            guard let value = try? state.read(average) else { continue }
            differences += [tolerances.mismatch(value, "\(name)_finalized", in: fixture)].compactMap { $0 }
        }
        return differences + slotDifferences(tolerances)
    }

    /// Keras' order of the optimizer's variables: iteration, learning rate (unless it is a schedule), then the slots.
    private func slotDifferences(_ tolerances: FixtureTolerances) -> [String] {
        let stored = (fixture.metadata["state"]?.array ?? []).filter {
            let path = $0["path"]?.string ?? ""
            return !path.hasSuffix("/iteration") && !path.hasSuffix("/learning_rate")
        }
        guard stored.count == variables.count else {
            return ["there are \(variables.count) slots, Keras has \(stored.count)"]
        }
        return zip(stored, variables).compactMap { entry, variable in
            let (path, name) = (entry["path"]?.string ?? "", entry["tensor"]?.string ?? "")
            // A variable without an optimizer's name is Nadam's product, which has none of its own.
            if path.hasPrefix("optimizer/"), path != "optimizer/\(variable.kerasName)" {
                return "slot \(variable.kerasName) stands where Keras has \(path)"
            }
            guard let value = try? state.read(variable.parameter.name) else { return "there is no \(path)" }
            return tolerances.mismatch(value, name, in: fixture).map { "\(path): \($0)" }
        }
    }
}
