import SumiGraph
import SumiTensor
import Synchronization

/// A model as it was when ``Model/predictor()`` was called, for as many tasks at once as there are.
///
/// ```swift
/// let predictor = try Model.load("mnist.keras").predictor()
/// // in any number of tasks:
/// let probabilities = try predictor.predict(image)
/// ```
///
/// A call works on its caller's thread and in memory of its own. One call at a time also has the engine's other threads;
/// results are the same bits with or without them, and the same as those of the model's `predict`.
///
/// The weights are there once, however many calls are in flight. Programs are kept by the shapes of batches; the memory
/// that calls work in is kept for later calls.
public final class Predictor: Sendable {
    /// The names of the outputs, in order.
    public let outputNames: [String]

    private let place: String
    private let inputs: NetworkInputs
    private let graphs: PredictionGraphs
    private let randomKey: Tensor
    private let weights: Weights
    /// Those that no call holds. The last one has worked last: its memory is warm.
    private let idle = Mutex<[PredictionWorker]>([])

    /// The engine's state is read, under the lock of ``idle``, and not changed any more.
    private struct Weights: @unchecked Sendable {
        let engine: any Engine
        let state: any EngineState
    }

    init(_ model: Model) throws {
        let built = try model.ensureBuilt(for: [])
        let network = try model.assembled(for: [])
        place = model.place
        outputNames = model.outputNames
        inputs = NetworkInputs(network, place: place)
        randomKey = model.randomKey
        let engine = try model.usedEngine()
        let state = engine.makeState()
        for (weight, value) in zip(built.weights, built.values) { try state.write(weight.path, try value.read()) }
        weights = Weights(engine: engine, state: state)
        graphs = PredictionGraphs(
            try NetworkSnapshot(network, trainable: model.compiled?.trainable ?? [:]), inputs: inputs,
            pathPrefix: model.pathPrefix, place: place)
    }

    // MARK: Predicting

    /// The model's output for inputs `x`: its first, where it has several.
    ///
    /// - Parameters:
    ///   - x: `[samples, …]`, any number of samples.
    ///   - batchSize: how many are computed at once.
    /// - Returns: `[samples, …]`.
    /// - Throws: ``ModelError`` and `TraceError`, where data and model do not fit.
    public func predict(_ x: Tensor, batchSize: Int = 32) throws -> Tensor {
        try predict([ModelInput(x)], batchSize: batchSize)[0]
    }

    /// All outputs for all inputs, in the order of the model's.
    public func predict(_ x: [Tensor], batchSize: Int = 32) throws -> [Tensor] {
        try predict(x.map { ModelInput($0) }, batchSize: batchSize)
    }

    /// The model's output for a data set, whose targets do not matter.
    public func predict(_ data: some TrainingData, batchSize: Int = 32) throws -> Tensor {
        try predict(data.samples.inputs, batchSize: batchSize)[0]
    }

    private func predict(_ given: [ModelInput], batchSize: Int) throws -> [Tensor] {
        guard batchSize >= 1 else {
            throw ModelError(place: place, "predict: batchSize is \(batchSize): it is 1 or more")
        }
        try NetworkInputs.checkCounts(given, place: place)
        let given = try inputs.fitted(given)
        let order = Array(0..<given[0].tensor.shape.dimensions[0])
        let worker = try takeWorker()
        defer { giveBack(worker) }
        var parts: [[Tensor]] = []
        // The batches are those of the model's `predict`, so that the bits are, too.
        for start in stride(from: 0, to: order.count, by: min(batchSize, order.count)) {
            let rows = order[start..<min(start + min(batchSize, order.count), order.count)]
            let key = given.map {
                ProgramCache.InputKey(type: .init($0.tensor, count: rows.count), divisor: $0.divisor)
            }
            let program = try worker.program(for: key, graphs)
            parts.append(try program.run(given.map { .rows($0.tensor, indices: rows) } + [.tensor(randomKey)]))
        }
        guard parts.count > 1 else { return parts[0] }
        return try parts[0].indices.map { index in try Tensor.concatenated(parts.map { $0[index] }) }
    }

    private func takeWorker() throws -> PredictionWorker {
        try idle.withLock { idle in
            try idle.popLast()
                ?? PredictionWorker(weights.engine, try weights.engine.makeReader(of: weights.state))
        }
    }

    private func giveBack(_ worker: PredictionWorker) { idle.withLock { $0.append(worker) } }
}

extension Model {
    /// What predicts as this model does now, in many tasks at once. Later changes of the model do not reach it.
    ///
    /// - Throws: what keeps the model from being built.
    public func predictor() throws -> Predictor { try Predictor(self) }
}
