import SumiTensor

extension Model {
    /// Ends `fit` after the present step, or in validation after the present batch, so that another `fit` can go on with
    /// it: the epoch is not ended, callbacks are not told of an end, and ``trainingProgress`` says where training stands.
    ///
    /// It is meant for callbacks, and does nothing outside `fit`. ``stopTraining`` ends training for good.
    public func pauseTraining() {
        if training.isInFit { training.pauses = true }
    }

    /// Where the last `fit` was paused; `nil` where it was not.
    public var trainingProgress: TrainingProgress? { training.paused }

    /// Lets the next `fit` go on from `progress` in place of its `initialEpoch`.
    ///
    /// It takes the rest as it comes: the model should have the weights and the optimizer's state of that moment, as a
    /// model that is loaded from a file has, and `fit` the same data, callbacks and arguments; `epochs` may be more.
    public func resumeTraining(from progress: TrainingProgress) { training.pending = progress }

    /// Weights and the optimizer's variables, by names that tell which is which: what training depends on beside its
    /// progress.
    package func trainingState() throws -> [String: Tensor] {
        var state: [String: Tensor] = [:]
        for weight in try weights { state["weights/\(weight.path)"] = try weight.value() }
        guard let variables = self.state?.variables else { return state }
        for variable in variables.variables where variable.name.hasPrefix("optimizer/") {
            state[variable.name] = try variables.read(variable.name)
        }
        return state
    }

    /// Takes up what ``trainingState()`` gave. Other names are passed over.
    ///
    /// - Throws: ``ModelError`` where a weight is missing or of another shape; nothing is changed then.
    package func setTrainingState(_ state: [String: Tensor]) throws {
        let values = try weights.map { weight in
            guard let value = state["weights/\(weight.path)"] else {
                throw ModelError(
                    place: place, "the weight \"\(weight.path)\" is missing: the state is another model's")
            }
            return value
        }
        try setWeights(values)
        removeVariables { $0.hasPrefix("optimizer/") }
        let variables = try ensureState().variables
        for (name, value) in state where name.hasPrefix("optimizer/") { try variables.write(name, value) }
    }

    /// The sums of all metrics, by their names in the state.
    func metricSums() throws -> [String: Tensor] {
        guard let variables = state?.variables else { return [:] }
        var sums: [String: Tensor] = [:]
        for variable in variables.variables where variable.name.hasPrefix("metrics/") {
            sums[variable.name] = try variables.read(variable.name)
        }
        return sums
    }

    /// Sets seed, counters, learning rate and metric sums as they were.
    func restore(_ progress: TrainingProgress) throws {
        seed = progress.seed
        counters = progress.counters
        if let rate = progress.learningRate, optimizer?.constantLearningRate != nil { try setLearningRate(rate) }
        let variables = try ensureState().variables
        try resetMetrics()
        for (name, sum) in progress.sums {
            // A variable keeps its type; one of another type is none of this model's.
            let present = variables.variables.first { $0.name == name }
            if present.map({ $0.type.shape == sum.shape && $0.type.elementType == sum.elementType }) ?? true {
                try variables.write(name, sum)
            }
        }
    }
}
