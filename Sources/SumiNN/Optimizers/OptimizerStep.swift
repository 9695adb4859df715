import SumiGraph

/// One optimizer step, as its rule sees it for one weight.
public final class OptimizerStep {
    private let trace: Trace
    /// The start of the slots' names: `optimizer/<the weight's path>`.
    private let path: String
    private let shared: SharedValues
    /// The learning rate of this step, a scalar.
    public let learningRate: TracedTensor
    /// How many updates were made before this one, a float32 scalar: 0 in the first step.
    public let iteration: TracedTensor
    /// Name within the weight, parameter and initial value of every slot, in order of declaration.
    package private(set) var slots: [(name: String, variable: OptimizerVariable)] = []

    /// What all weights of one step have in common.
    package final class SharedValues {
        fileprivate var values: [String: TracedTensor] = [:]
        package fileprivate(set) var slots: [OptimizerVariable] = []

        package init() {}
    }

    package init(
        trace: Trace, path: String, shared: SharedValues, learningRate: TracedTensor, iteration: TracedTensor
    ) {
        self.trace = trace
        self.path = path
        self.shared = shared
        self.learningRate = learningRate
        self.iteration = iteration
    }

    /// The slot `name` of this weight, of `type`, which begins as `initialValue`.
    public func slot(_ name: String, _ type: TensorType, initialValue: Double = 0) -> TracedTensor {
        let variable = OptimizerVariable(Parameter("\(path)/\(name)", type), initialValue: initialValue)
        if !slots.contains(where: { $0.name == name }) { slots.append((name, variable)) }
        return trace.variable(variable.parameter.name, type)
    }

    /// Stores a slot's new value.
    public func set(_ name: String, to value: TracedTensor) { trace.update("\(path)/\(name)", to: value) }

    // MARK: What all weights share

    /// A value that is the same for every weight of the step, such as a corrected rate: `make` runs for the first one.
    public func once(_ name: String, _ make: () -> TracedTensor) -> TracedTensor {
        if let value = shared.values[name] { return value }
        let value = make()
        shared.values[name] = value
        return value
    }

    /// A scalar slot of the whole optimizer, which begins as `initialValue`. Change it inside ``once(_:_:)``.
    public func sharedSlot(_ name: String, initialValue: Double = 0) -> TracedTensor {
        let variable = OptimizerVariable(Parameter("optimizer/\(name)", TensorType([])), initialValue: initialValue)
        if !shared.slots.contains(variable) { shared.slots.append(variable) }
        return trace.variable(variable.parameter.name, variable.parameter.type)
    }

    /// Stores a shared slot's new value.
    public func setShared(_ name: String, to value: TracedTensor) { trace.update("optimizer/\(name)", to: value) }
}
