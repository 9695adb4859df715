import Sumi
import SumiTestSupport

/// One layer, traced with its gradients in one mode, and the tensors to run it with.
struct LayerRun {
    /// What is wrong with the layer's weights.
    private(set) var faults: [String] = []
    private let graph: Graph
    private let inputs: [Tensor]
    private var state: [(path: String, value: Tensor)] = []
    /// The names of the graph's outputs.
    private var outputNames: [String] = []
    /// Statistics: Keras' short name and the path.
    private var statistics: [(name: String, path: String)] = []

    init(_ fixture: Fixture, _ entry: LayerRegistry.Entry, isTraining: Bool) throws {
        let trace = Trace()
        let key = trace.input("key", TensorType([3], .uint32))
        let registry = WeightRegistry(randomKey: key)
        let scope = Scope(
            trace: trace, isTraining: isTraining, registry: registry, path: "layer", isTrainable: entry.isTrainable)

        var values: [Tensor] = [try Tensor([UInt32(1), 2, 3])]
        func input(_ name: String, as type: ElementType) throws -> TracedTensor {
            let value = try fixture.tensor(name).converted(to: type)
            values.append(value)
            return trace.input(name, TensorType(value.shape, type))
        }
        let names = fixture.strings("inputs")
        let xs = try names.map { try input($0, as: fixture.tensor($0).elementType) }
        var arguments = xs
        for argument in fixture.strings("extra_arguments") {
            switch argument {
            case "attention_mask": arguments.append(try input("attention_mask", as: .bool))
            case "mask": arguments.append(try input("mask", as: .bool))
            case "initial_state":
                for index in 0... {
                    guard fixture.tensors["initial_state\(index)"] != nil else { break }
                    arguments.append(try input("initial_state\(index)", as: .float32))
                }
            default: throw FixtureError("the call argument \"\(argument)\" is not known")
            }
        }
        let outputs = Self.layer(entry, fixture).trace(arguments, in: scope)
        let upstream = try fixture.strings("outputs").map { try input("d" + $0, as: .float32) }
        guard outputs.count == upstream.count else {
            if let failure = trace.failure { throw failure }
            throw FixtureError("\(outputs.count) outputs, Keras has \(upstream.count)")
        }

        let weights = try Self.named(registry.weights, fixture)
        if weights.map(\.name) != fixture.strings("weights") {
            faults.append("the weights are \(weights.map(\.name)), Keras's \(fixture.strings("weights"))")
        }
        let trained = weights.filter(\.weight.isTrainable)
        if trained.map(\.name) != fixture.strings("trainable") {
            faults.append("trained are \(trained.map(\.name)), in Keras \(fixture.strings("trainable"))")
        }
        let sources =
            zip(names, xs).filter { $1.elementType.isFloatingPoint }
            + trained.map { ($0.name, trace.startValue($0.weight)) }
        let gradients = trace.gradients(of: outputs, withRespectTo: sources.map(\.1), upstream: upstream)
        outputNames = fixture.strings("outputs") + sources.map { "d" + $0.0 }
        graph = try trace.graph(outputs: outputs + gradients)
        inputs = values
        // Keras keeps the count of Normalization as a whole number.
        state = try weights.map { ($0.weight.path, try fixture.tensor($0.name).converted(to: .float32)) }
        statistics = weights.filter(\.weight.isStatistic).map { ($0.name, $0.weight.path) }
    }

    /// The layer with what is an argument of the call in Keras.
    private static func layer(_ entry: LayerRegistry.Entry, _ fixture: Fixture) -> any AnyLayer {
        guard var attention = entry.layer as? MultiHeadAttention, let call = fixture.metadata["call"] else {
            return entry.layer
        }
        attention.useCausalMask = call["use_causal_mask"]?.bool ?? false
        attention.returnAttentionScores = call["return_attention_scores"]?.bool ?? false
        return attention
    }

    /// The weights with Keras' short names.
    private static func named(_ weights: [Weight], _ fixture: Fixture) throws -> [(name: String, weight: Weight)] {
        let paths = fixture.metadata["paths"]?.object?.members ?? []
        return try weights.map { weight in
            guard let name = paths.first(where: { $0.value.string == weight.path })?.key else {
                throw FixtureError("there is no weight \(weight.path) in Keras, but \(paths.map(\.value))")
            }
            return (name, weight)
        }
    }

    /// The names of the steps that an engine makes of the layer.
    func steps(on engine: CPUEngine) throws -> String {
        let variables = engine.makeState()
        for (path, value) in state { try variables.write(path, value) }
        return "\(try engine.compile(graph, state: variables))"
    }

    /// Outputs, gradients and statistics after the run (`moving_mean_after`), with their recorded names.
    func results(on engine: any Engine) throws -> [(name: String, value: Tensor)] {
        let variables = engine.makeState()
        for (path, value) in state { try variables.write(path, value) }
        let outputs = try engine.compile(graph, state: variables).run(inputs.map { .tensor($0) })
        return Array(zip(outputNames, outputs))
            + (try statistics.map { ($0.name + "_after", try variables.read($0.path)) })
    }
}

extension Trace {
    /// The weight as it was before the step.
    fileprivate func startValue(_ weight: Weight) -> TracedTensor { variable(weight.path, TensorType(weight.shape)) }
}
