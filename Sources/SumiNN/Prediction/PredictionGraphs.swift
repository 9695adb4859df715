import SumiGraph
import SumiTensor
import Synchronization

/// The graphs of a ``Predictor``, traced once for each shape of a batch and shared by all of its workers.
final class PredictionGraphs: Sendable {
    private let network: NetworkSnapshot
    private let inputs: NetworkInputs
    private let pathPrefix: String
    private let place: String
    /// Those asked for last stand last.
    private let traced = Mutex<[(key: [ProgramCache.InputKey], graph: Graph)]>([])

    private static let capacity = 40

    init(_ network: NetworkSnapshot, inputs: NetworkInputs, pathPrefix: String, place: String) {
        self.network = network
        self.inputs = inputs
        self.pathPrefix = pathPrefix
        self.place = place
    }

    /// The graph for batches like `key`: the outputs of the inputs, then of the key of random numbers.
    ///
    /// - Throws: `TraceError`, where the sizes do not fit the layers.
    func graph(for key: [ProgramCache.InputKey]) throws -> Graph {
        // Traced under the lock: tasks that wait want the same graph, most likely.
        try traced.withLock { traced in
            let found = traced.firstIndex { $0.key == key }.map { traced.remove(at: $0).graph }
            let graph = try found ?? trace(key)
            if traced.count >= Self.capacity { traced.removeFirst() }
            traced.append((key, graph))
            return graph
        }
    }

    private func trace(_ key: [ProgramCache.InputKey]) throws -> Graph {
        let trace = Trace()
        trace.place = place
        let xs = key.enumerated().map { index, item in
            let x = trace.input(
                "x\(index)", TensorType(item.type.shape, inputs.settings[index]?.elementType ?? .float32))
            return item.divisor.map { x / $0 } ?? x
        }
        let registry = WeightRegistry(randomKey: trace.input("random_key", TensorType([3], .uint32)))
        trace.place = ""
        let scope = Scope(trace: trace, isTraining: false, registry: registry, path: pathPrefix)
        let outputs = network.trace(xs, in: scope, place: place)
        return try trace.graph(outputs: outputs).simplified()
    }
}
