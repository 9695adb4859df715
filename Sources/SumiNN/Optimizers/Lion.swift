import SumiGraph

/// w − rate · sign(β₁ m + (1 − β₁) g), then m ← β₂ m + (1 − β₂) g.
///
/// Slots: `momentum`. Source: Chen et al., "Symbolic Discovery of Optimization Algorithms" (2023); Keras 3.15.
struct Lion: OptimizerRule, Hashable {
    var beta1 = 0.9
    var beta2 = 0.99

    var problem: String? {
        beta1 > 0 && beta1 <= 1
            ? RuleProblem.fraction(beta2, "beta2") : "beta1 is \(beta1); it must be above 0, at most 1"
    }

    func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor {
        let momentum = step.slot("momentum", weight.type)
        let direction = (momentum * beta1 + gradient * (1 - Double(Float(beta1)))).sign()
        step.set("momentum", to: momentum * beta2 + gradient * (1 - Double(Float(beta2))))
        return weight - direction * step.learningRate
    }
}
