import SumiGraph

/// m ← m + (g − m)(1 − β₁), u ← max(β₂ u, |g|), and w − rate · m / ((1 − β₁ᵗ)(u + ε)).
///
/// Slots: `momentum`, `norm`. Source: Kingma and Ba, "Adam" (2014), section 7; Keras 3.15.
struct Adamax: OptimizerRule, Hashable {
    var beta1 = 0.9
    var beta2 = 0.999
    var epsilon = 1e-7

    var problem: String? {
        RuleProblem.fraction(beta1, "beta1") ?? RuleProblem.fraction(beta2, "beta2")
            ?? RuleProblem.notNegative(epsilon, "epsilon")
    }

    func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor {
        let rate = step.once("rate") {
            step.learningRate / (1 - (step.iteration + 1).asExponent(of: beta1))
        }
        var momentum = step.slot("momentum", weight.type)
        momentum += (gradient - momentum) * (1 - beta1)
        let norm = (step.slot("norm", weight.type) * beta2).maximum(gradient.ofEachLookup { $0.absolute() })
        step.set("momentum", to: momentum)
        step.set("norm", to: norm)
        return weight - momentum * rate / (norm + epsilon)
    }
}
