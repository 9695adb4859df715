import SumiTensor

/// A graph that is walked node by node in each run.
final class ReferenceProgram: Program {
    private let graph: Graph
    private let evaluator: ReferenceEvaluator
    private let state: ReferenceState
    private let precision: ReferenceEngine.Precision

    init(_ graph: Graph, state: ReferenceState, precision: ReferenceEngine.Precision) {
        self.graph = graph
        self.state = state
        self.precision = precision
        evaluator = ReferenceEvaluator(graph)
    }

    func run(_ inputs: [ProgramInput]) throws -> [Tensor] {
        let arrays = try graph.arrays(of: inputs)
        try state.checkVariables(of: graph)
        let variables = try graph.variables.map { try state.array($0.name) }
        let results = evaluator.run(inputs: arrays, variables: variables)
        for (update, value) in zip(graph.updates, results.updates) {
            state.store(graph.variables[update.variable].name, value)
        }
        return results.outputs.map { $0.tensor(precision) }
    }
}

extension Graph {
    /// The values of a run's inputs, once they are known to fit.
    fileprivate func arrays(of given: [ProgramInput]) throws(EngineError) -> [ReferenceArray] {
        guard given.count == inputs.count else {
            throw EngineError("the program takes \(inputs.count) inputs and was given \(given.count)")
        }
        var arrays: [ReferenceArray] = []
        for (parameter, input) in zip(inputs, given) {
            switch input {
            case .tensor(let tensor): arrays.append(try parameter.array(tensor))
            case .rows(let tensor, let indices): arrays.append(try parameter.array(try parameter.rows(tensor, indices)))
            }
        }
        return arrays
    }
}

extension Parameter {
    fileprivate func array(_ tensor: Tensor) throws(EngineError) -> ReferenceArray {
        guard tensor.shape == type.shape else {
            throw EngineError("input \"\(name)\" has the shape \(type.shape) and was given \(tensor.shape)")
        }
        guard tensor.elementType == type.elementType || type.elementType == .float32 else {
            throw EngineError("input \"\(name)\" is \(type.elementType) and was given \(tensor.elementType)")
        }
        return ReferenceArray(type, tensor.doubles)
    }

    /// The rows `indices` of `tensor`, one after the other.
    fileprivate func rows(_ tensor: Tensor, _ indices: ArraySlice<Int>) throws(EngineError) -> Tensor {
        guard let count = tensor.shape.dimensions.first else {
            throw EngineError("input \"\(name)\" was given rows of a single number, which has none")
        }
        if let wrong = indices.first(where: { $0 < 0 || $0 >= count }) {
            throw EngineError("input \"\(name)\" was given row \(wrong) of a tensor with the rows 0..<\(count)")
        }
        let sizes = Array(tensor.shape.dimensions.dropFirst())
        return Tensor(
            shape: Shape([indices.count] + sizes), storage: tensor.storage.rows(indices, of: Shape(sizes).count))
    }
}

extension Tensor.Storage {
    /// The rows `indices`, each of `size` elements; they must be there.
    fileprivate func rows(_ indices: ArraySlice<Int>, of size: Int) -> Self {
        func gathered<T>(_ values: [T]) -> [T] {
            var result: [T] = []
            result.reserveCapacity(indices.count * size)
            for index in indices { result += values[index * size..<(index + 1) * size] }
            return result
        }
        return switch self {
        case .float32(let values): .float32(gathered(values))
        case .int32(let values): .int32(gathered(values))
        case .uint8(let values): .uint8(gathered(values))
        case .uint32(let values): .uint32(gathered(values))
        case .bool(let values): .bool(gathered(values))
        case .float64(let values): .float64(gathered(values))
        case .float16(let values): .float16(gathered(values))
        case .bfloat16(let values): .bfloat16(gathered(values))
        }
    }
}
