import Sumi

/// One layer on its own: traced, given its initial weights and run on the reference engine.
struct LayerProbe {
    var layer: any AnyLayer
    var isTraining = false
    var isTrainable = true
    var seed: UInt64 = 7
    var step: UInt32 = 0
    var engine: any Engine = ReferenceEngine()

    init(_ layer: any AnyLayer, isTraining: Bool = false) {
        self.layer = layer
        self.isTraining = isTraining
    }

    /// What one run gives.
    struct Result {
        var outputs: [Tensor]
        var weights: [Weight]
        /// The weights after the run, by name.
        var values: [String: Tensor]
        /// The layer's own penalties.
        var losses: [Double]
    }

    func run(_ inputs: [Tensor], weights given: [String: Tensor] = [:]) throws -> Result {
        let trace = Trace()
        let registry = WeightRegistry(randomKey: trace.input("key", TensorType([3], .uint32)))
        let xs = inputs.enumerated().map { trace.input("x\($0)", $1.tracedType) }
        let outputs = layer.trace(xs, in: scope(trace, registry))
        let graph = try trace.graph(outputs: outputs + registry.losses)
        let state = engine.makeState()
        for weight in registry.weights {
            let value =
                try given[weight.name] ?? weight.initializer.makeTensor(weight.shape, stream: weight.stream, seed: seed)
            try state.write(weight.path, value)
        }
        let key = try Tensor([UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32), step])
        let results = try engine.compile(graph, state: state).run(([key] + inputs).map { .tensor($0) })
        return Result(
            outputs: Array(results.prefix(outputs.count)), weights: registry.weights,
            values: Dictionary(
                try registry.weights.map { ($0.name, try state.read($0.path)) }, uniquingKeysWith: { first, _ in first }
            ),
            losses: results.dropFirst(outputs.count).compactMap(\.doubles.first))
    }

    /// The single output for a single input.
    func callAsFunction(_ x: Tensor) throws -> Tensor { try run([x]).outputs[0] }

    /// Why the layer does not take inputs of these types; `nil` where it does.
    func failure(_ types: TensorType...) -> String? {
        let trace = Trace()
        let registry = WeightRegistry(randomKey: trace.input("key", TensorType([3], .uint32)))
        let xs = types.enumerated().map { trace.input("x\($0)", $1) }
        _ = layer.trace(xs, in: scope(trace, registry))
        return trace.failure?.message
    }

    /// The outputs' shapes for a single input.
    func shape(_ shape: Shape) throws -> Shape {
        let trace = Trace()
        let outputs = layer.trace([trace.input("x", TensorType(shape))], in: scope(trace, WeightRegistry()))
        if let failure = trace.failure { throw failure }
        return outputs[0].shape
    }

    private func scope(_ trace: Trace, _ registry: WeightRegistry) -> Scope {
        Scope(trace: trace, isTraining: isTraining, registry: registry, path: "layer", isTrainable: isTrainable)
    }
}

extension Tensor {
    var tracedType: TensorType { TensorType(shape, elementType == .float64 ? .float32 : elementType) }

    /// Numbers from −1 to 1 that depend on the seed alone.
    static func random(_ shape: Shape, seed: UInt64 = 1) -> Tensor {
        var stream = RandomStream(seed: seed)
        return Tensor(
            shape: shape, doubles: (0..<shape.count).map { _ in 2 * stream.double() - 1 }, elementType: .float32)
    }

    /// The axes in another order, by plain loops.
    func permuted(_ order: [Int]) -> Tensor {
        let result = Shape(order.map { shape.dimensions[$0] })
        let (from, to) = (shape.strides, result.strides)
        let values = doubles
        let moved = (0..<result.count).map { index in
            values[order.indices.reduce(0) { $0 + (index / to[$1]) % result.dimensions[$1] * from[order[$1]] }]
        }
        return Tensor(shape: result, doubles: moved, elementType: elementType)
    }
}
