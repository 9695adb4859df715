import SumiGraph

/// a ← a + g², and w − rate · g / √(a + ε).
///
/// Slots: `accumulator`. Source: Duchi et al., "Adaptive Subgradient Methods" (2011); Keras 3.15.
struct Adagrad: OptimizerRule, Hashable {
    var initialAccumulatorValue = 0.1
    var epsilon = 1e-7

    var problem: String? {
        RuleProblem.notNegative(initialAccumulatorValue, "initialAccumulatorValue")
            ?? RuleProblem.notNegative(epsilon, "epsilon")
    }

    func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor {
        var accumulator = step.slot("accumulator", weight.type, initialValue: initialAccumulatorValue)
        accumulator += gradient.ofEachLookup { $0.squared() }
        step.set("accumulator", to: accumulator)
        return weight - gradient * step.learningRate / (accumulator + epsilon).squareRoot()
    }
}
