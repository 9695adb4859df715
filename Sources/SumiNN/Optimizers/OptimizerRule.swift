import SumiGraph

/// How an optimizer changes one weight; ``Optimizer`` adds what all have in common: clipping, decay, averaging.
public protocol OptimizerRule: Sendable {
    /// Keras' class name: `SGD`, `AdamW`.
    static var className: String { get }

    /// The new value of `weight`. Slots are declared in `step`.
    func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor
}

/// One optimizer step, as its rule sees it for one weight.
public final class OptimizerStep {
    private let trace: Trace
    /// `optimizer/<weight's path with "_">`, the start of the slots' names.
    private let path: String
    /// The learning rate of this step, a scalar.
    public let learningRate: TracedTensor
    /// How many updates were made before this one, a float32 scalar: 0 in the first step.
    public let iteration: TracedTensor
    /// Name and initial value of every slot, in order of declaration.
    public private(set) var slots: [(parameter: Parameter, initialValue: Double)] = []

    package init(trace: Trace, path: String, learningRate: TracedTensor, iteration: TracedTensor) {
        self.trace = trace
        self.path = path
        self.learningRate = learningRate
        self.iteration = iteration
    }

    /// The slot `name` of this weight, of `type`, which begins as `initialValue`.
    public func slot(_ name: String, _ type: TensorType, initialValue: Double = 0) -> TracedTensor {
        let parameter = Parameter("\(path)_\(name)", type)
        if !slots.contains(where: { $0.parameter == parameter }) { slots.append((parameter, initialValue)) }
        return trace.variable(parameter.name, type)
    }

    /// Stores a slot's new value.
    public func set(_ name: String, to value: TracedTensor) { trace.update("\(path)_\(name)", to: value) }
}
