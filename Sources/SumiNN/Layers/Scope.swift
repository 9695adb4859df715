import SumiGraph
import SumiTensor

/// What a layer is traced in: where it declares weights and draws random numbers, and which mode it runs in.
public final class Scope {
    /// Where the layer's operations are written down.
    public let trace: Trace
    /// Whether dropout drops and batch statistics are used.
    public let isTraining: Bool
    /// The path of this entry, as `cnn/conv2d_1`; empty at the top.
    public let path: String
    /// Whether the entry's weights are trained; a frozen entry, and what lies inside it, is not.
    public let isTrainable: Bool
    /// Every weight declared so far, in order, shared by all scopes of one trace.
    package let registry: WeightRegistry
    /// Positions of the entries on the way here: what random keys are made of, never a name.
    private let position: [UInt64]
    private var draws: UInt64 = 0

    package init(
        trace: Trace, isTraining: Bool, registry: WeightRegistry, path: String = "", isTrainable: Bool = true,
        position: [UInt64] = []
    ) {
        self.trace = trace
        self.isTraining = isTraining
        self.registry = registry
        self.path = path
        self.isTrainable = isTrainable
        self.position = position
    }

    /// The scope of the part `name` of this one: an entry of a model, or a part of a layer (a wrapper's inner layer).
    ///
    /// - Parameters:
    ///   - index: the part's place among its siblings.
    ///   - call: how often the part was called before in this trace.
    public func child(_ name: String, index: Int, call: Int = 0, isTrainable: Bool = true) -> Scope {
        Scope(
            trace: trace, isTraining: isTraining, registry: registry,
            path: path.isEmpty ? name : "\(path)/\(name)", isTrainable: self.isTrainable && isTrainable,
            position: position + [UInt64(index), UInt64(call)])
    }

    // MARK: Weights

    /// Declares the weight `name` and returns its present value. A second call of the same entry shares it.
    ///
    /// - Parameters:
    ///   - name: Keras' name of the weight within its layer: `kernel`, `bias`, `gamma`, `moving_mean`.
    ///   - isTrainable: `false` for statistics, which only ``update(_:to:)`` changes.
    public func weight(
        _ name: String, _ shape: Shape, _ initializer: Initializer, isTrainable: Bool = true,
        regularizer: Regularizer? = nil, constraint: Constraint? = nil
    ) -> TracedTensor {
        let weight = Weight(
            path: path.isEmpty ? name : "\(path)/\(name)", shape: shape, initializer: initializer,
            isTrainable: isTrainable && self.isTrainable, isStatistic: !isTrainable, regularizer: regularizer,
            constraint: constraint, stream: Philox.stream(position + [registry.count(of: path)]))
        return registry.declare(weight, in: trace)
    }

    /// Gives a weight that is not trained a new value at the end of the step: `moving_mean`.
    public func update(_ name: String, to value: TracedTensor) {
        trace.update(path.isEmpty ? name : "\(path)/\(name)", to: value.stopGradient())
    }

    /// Adds a scalar to the loss of the step: a layer's own penalty.
    public func addLoss(_ loss: TracedTensor) { registry.losses.append(loss) }

    // MARK: Random numbers

    /// Uniform 32-bit words, others for each entry, call, draw and step. Only while training.
    ///
    /// - Parameter seed: a layer's own seed: its numbers then depend on that, the draw and the step alone, and neither
    ///   on the model's seed nor on the layer's place.
    public func randomBits(_ shape: Shape, seed: Int? = nil) -> TracedTensor {
        guard let key = registry.randomKey else {
            trace.fail("random numbers are drawn where there is no seed")
            return failed
        }
        defer { draws += 1 }
        guard let seed else { return key.randomBits(shape, stream: Philox.stream(position + [1 << 32 + draws])) }
        let words = [Double(UInt32(truncatingIfNeeded: seed)), Double(UInt32(truncatingIfNeeded: seed >> 32))]
        let own = trace.constant(Tensor(shape: [2], doubles: words, elementType: .uint32))
        let step = key.sliced(axis: 0, 2..<3)
        guard let ownKey = TracedTensor.concatenated([own, step], axis: 0) else { return failed }
        return ownKey.randomBits(shape, stream: Philox.stream([1 << 32 + draws]))
    }

    // MARK: Errors

    /// Marks the trace as failed with `message` unless `condition` holds; returns whether to go on.
    public func require(_ condition: Bool, _ message: @autoclosure () -> String) -> Bool {
        if trace.failure != nil { return false }
        if !condition { trace.fail(message()) }
        return condition
    }

    /// What a layer returns when it cannot go on.
    public var failed: TracedTensor { trace.failedTensor }
}
