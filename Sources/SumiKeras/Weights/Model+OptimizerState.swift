import SumiGraph
import SumiNN
import SumiTensor

extension Model {
    /// The optimizer's variables with their values as Keras 3 keeps them: steps, learning rate (unless a schedule sets
    /// it), slots. `nil` where the model is not compiled, or its training cannot be written.
    func optimizerState() throws -> [(name: String, value: HDF5Number)]? {
        guard compiled != nil, compileConfiguration != nil, let optimizer else { return nil }
        var list: [(name: String, value: HDF5Number)] = [("iteration", .integer(counters.step))]
        if let rate = optimizer.constantLearningRate {
            list.append(("learning_rate", .tensor(Tensor(shape: [], storage: .float32([Float(rate)])))))
        }
        let present = Set(state?.variables.variables.map(\.name) ?? [])
        for variable in try optimizerVariables() {
            let (name, type) = (variable.parameter.name, variable.parameter.type)
            let value =
                try present.contains(name)
                ? state?.variables.read(name)
                : Tensor(
                    shape: type.shape, doubles: Array(repeating: variable.initialValue, count: type.shape.count),
                    elementType: type.elementType)
            if let value { list.append((Self.kerasName(name), .tensor(value))) }
        }
        return list
    }

    /// `optimizer/cnn/dense/kernel/momentum` as `cnn_dense_kernel_momentum`.
    private static func kerasName(_ name: String) -> String {
        name.split(separator: "/").dropFirst().joined(separator: "_")
    }

    /// The variables that the optimizer keeps, in the order in which Keras 3 saves them.
    private func optimizerVariables() throws -> [OptimizerVariable] {
        guard let optimizer else { return [] }
        let built = try ensureBuilt(for: [])
        let weights = StoredLayer.layers(of: self, built.probe).flatMap(\.weights).map(\.weight)
        return optimizer.variables(of: weights.filter { isTrainedWeight($0.path) })
    }

    /// Goes on from the state in a file. State that does not belong to this optimizer is left out with a warning, as
    /// in Keras: the model itself is whole.
    func loadOptimizer(_ stored: OptimizerVariables?) throws {
        guard let stored, let optimizer else { return }
        var variables = try optimizerVariables()
        guard let iteration = try stored.iteration(), iteration >= 0 else {
            return warnOfState("its first variable is not a number of steps")
        }
        var values = (1..<stored.count).map { index in (stored.shape(index), { try stored.value(index) }) }[...]
        // Keras 3 keeps the rate where it is a number; Keras 2 does not.
        let hasRate = optimizer.constantLearningRate != nil && values.count == variables.count + 1
        var rate: Double?
        if hasRate, let first = values.popFirst(), first.0.rank == 0 { rate = try first.1().doubles.first }
        var missing: [OptimizerVariable] = []
        if values.count == variables.count - 1, let product = variables.firstIndex(where: \.isMomentumProduct) {
            missing.append(variables.remove(at: product))
        }
        if stored.isGroupedBySlot { variables = variables.groupedBySlot }
        guard values.count == variables.count else {
            // A compiled model that has not trained yet is saved without slots.
            if iteration == 0, values.isEmpty { return }
            return warnOfState("it has \(variables.count) variables, and the file \(values.count)")
        }
        for (variable, value) in zip(variables, values) where variable.parameter.type.shape != value.0 {
            return warnOfState(
                "\(variable.parameter.name) is of shape \(variable.parameter.type.shape), in the file \(value.0)")
        }
        let state = try ensureState()
        for (variable, value) in zip(variables, values) {
            try state.variables.write(variable.parameter.name, try value.1().inFloat32)
        }
        for variable in missing {
            let value = Float(optimizer.momentumProduct(after: iteration))
            try state.variables.write(variable.parameter.name, Tensor(shape: [], storage: .float32([value])))
        }
        counters.step = iteration
        if let rate, rate.isFinite, rate >= 0 { try setLearningRate(rate) }
    }

    private func warnOfState(_ reason: String) {
        Console.warn("\(place): the optimizer's state is not taken from the file (\(reason)): it begins anew")
    }
}

extension OptimizerVariable {
    /// The path of the weight and the name of the slot.
    fileprivate var slot: Substring { parameter.name.split(separator: "/").last ?? "" }
    /// Nadam's running product, which Keras 2 does not save.
    fileprivate var isMomentumProduct: Bool { parameter.name == "optimizer/u_product" }
}

extension [OptimizerVariable] {
    /// All weights' first slots, then all second ones.
    fileprivate var groupedBySlot: [OptimizerVariable] {
        var slots: [Substring] = []
        for variable in self where !slots.contains(variable.slot) { slots.append(variable.slot) }
        return slots.flatMap { slot in filter { $0.slot == slot } }
    }
}
