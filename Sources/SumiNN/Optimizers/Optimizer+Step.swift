import SumiGraph
import SumiTensor

extension Optimizer {
    /// A weight, its present value and the gradient of the loss with respect to it.
    public typealias WeightGradient = (weight: Weight, value: TracedTensor, gradient: TracedTensor)

    static func averageName(_ weight: Weight) -> String { "optimizer/\(weight.path)/average" }
    static func accumulatorName(_ weight: Weight) -> String { "optimizer/\(weight.path)/gradient_accumulator" }

    /// Traces one update of all weights: clipping, weight decay, the rule, averaging, constraints. With gradient
    /// accumulation the gradients are added to those kept so far, and their mean is used.
    ///
    /// - Parameters:
    ///   - gradients: of every trainable weight, in the model's order.
    ///   - learningRate: a float32 scalar, ``learningRate(atStep:)`` of this step.
    ///   - iteration: a float32 scalar, ``updates(beforeStep:)`` of this step.
    /// - Returns: the variables that must be in the engine's state, in the order in which Keras saves them.
    public func apply(
        _ gradients: [WeightGradient], learningRate: TracedTensor, iteration: TracedTensor, in trace: Trace
    ) -> [OptimizerVariable] {
        let clipped = clip(gradients.map { mean(of: $0, in: trace) })
        let shared = OptimizerStep.SharedValues()
        var steps: [OptimizerStep] = []
        for ((weight, value, _), gradient) in zip(gradients, clipped) {
            let step = OptimizerStep(
                trace: trace, path: "optimizer/\(weight.path)", shared: shared, learningRate: learningRate,
                iteration: iteration)
            let decayed = decay(value, of: weight, learningRate)
            trace.update(weight.path, to: rule.update(decayed, gradient: gradient, in: step))
            steps.append(step)
        }
        finish(gradients, iteration: iteration, in: trace)
        return commonVariables(gradients.map(\.weight)) + slots(of: steps) + shared.slots
    }

    /// Traces a step that only adds gradients to those kept for the next update (and averages and constrains the
    /// weights, as every step does).
    ///
    /// - Returns: the variables that this step needs; ``apply(_:learningRate:iteration:in:)`` returns them too.
    public func accumulate(
        _ gradients: [WeightGradient], iteration: TracedTensor, in trace: Trace
    ) -> [OptimizerVariable] {
        for (weight, value, gradient) in gradients {
            let name = Self.accumulatorName(weight)
            trace.update(name, to: gradient + trace.variable(name, value.type))
        }
        finish(gradients, iteration: iteration, in: trace)
        return commonVariables(gradients.map(\.weight))
    }

    // MARK: Parts of a step

    private func mean(of item: WeightGradient, in trace: Trace) -> TracedTensor {
        guard let steps = gradientAccumulationSteps else { return item.gradient }
        let name = Self.accumulatorName(item.weight)
        let sum = item.gradient + trace.variable(name, item.value.type)
        trace.update(name, to: item.value.zeros())
        return sum / Double(steps)
    }

    private func clip(_ gradients: [TracedTensor]) -> [TracedTensor] {
        if let clipValue { return gradients.map { $0.maximum(-clipValue).minimum(clipValue) } }
        if let clipNorm {
            return gradients.map { $0 * clipNorm / $0.squared().sum().squareRoot().maximum(clipNorm) }
        }
        guard let globalClipNorm, let first = gradients.first else { return gradients }
        let norm = gradients.dropFirst().reduce(first.squared().sum()) { $0 + $1.squared().sum() }.squareRoot()
        // The difference is 0, or NaN where a gradient is not finite: then all become NaN, and the loss tells.
        let scale = globalClipNorm * (1 / norm).minimum(1 / globalClipNorm) + (norm - norm)
        return gradients.map { $0 * scale }
    }

    private func decay(_ value: TracedTensor, of weight: Weight, _ learningRate: TracedTensor) -> TracedTensor {
        guard let weightDecay, !excludedFromWeightDecay.contains(where: weight.path.contains) else { return value }
        return value - value * (learningRate * weightDecay)
    }

    /// Averages and constraints, which follow in every step.
    private func finish(_ gradients: [WeightGradient], iteration: TracedTensor, in trace: Trace) {
        let momentum = (iteration .!= 0).converted(to: .float32) * emaMomentum
        for (weight, value, _) in gradients {
            let present = trace.variable(weight.path, value.type)
            var next = present
            if useEMA {
                let name = Self.averageName(weight)
                let average = momentum * trace.variable(name, value.type) + (1 - momentum) * present
                trace.update(name, to: average)
                if let frequency = emaOverwriteFrequency {
                    next = isMultiple(iteration + 1, of: frequency).select(average, present)
                }
            }
            if let constraint = weight.constraint { next = constraint.trace(next) }
            trace.update(weight.path, to: next)
        }
    }

    private func isMultiple(_ count: TracedTensor, of frequency: Int) -> TracedTensor {
        let period = Double(frequency)
        return (count - (count / period).floor() * period) .== 0
    }

    // MARK: Variables in Keras' order

    private func commonVariables(_ weights: [Weight]) -> [OptimizerVariable] {
        var names: [(String, Weight)] = []
        if useEMA { names += weights.map { (Self.averageName($0), $0) } }
        if gradientAccumulationSteps != nil { names += weights.map { (Self.accumulatorName($0), $0) } }
        return names.map { OptimizerVariable(Parameter($0, TensorType($1.shape))) }
    }

    private func slots(of steps: [OptimizerStep]) -> [OptimizerVariable] {
        let named = rule.slotGroups.flatMap { $0 }
        let grouped = rule.slotGroups.flatMap { group in
            steps.flatMap { step in
                group.compactMap { name in step.slots.first { $0.name == name }?.variable }
            }
        }
        return grouped + steps.flatMap { $0.slots.filter { !named.contains($0.name) }.map(\.variable) }
    }
}
