import SumiGraph

/// m ← m + (g − m)(1 − β₁), v ← v + (g² − v)(1 − β₂), w − α m / (√v + ε) with α = rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ), t from 1.
/// AMSGrad divides by the largest v so far.
///
/// Slots: `momentum`, `velocity`, `velocity_hat` with AMSGrad. Powers are those of β rounded to float32, and ε is added outside
/// of the root, as in Keras. Source: Kingma and Ba, "Adam" (2014); Reddi et al. (2018); Keras 3.15.
struct Adam: OptimizerRule, Hashable {
    var beta1 = 0.9
    var beta2 = 0.999
    var epsilon = 1e-7
    var amsgrad = false

    var slotGroups: [[String]] { [["momentum", "velocity"], ["velocity_hat"]] }

    var problem: String? {
        RuleProblem.fraction(beta1, "beta1") ?? RuleProblem.fraction(beta2, "beta2")
            ?? RuleProblem.notNegative(epsilon, "epsilon")
    }

    func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor {
        let alpha = step.once("alpha") {
            let t = step.iteration + 1
            let correction = (1 - t.asExponent(of: beta2)).squareRoot() / (1 - t.asExponent(of: beta1))
            return step.learningRate * correction
        }
        var momentum = step.slot("momentum", weight.type)
        var velocity = step.slot("velocity", weight.type)
        momentum += (gradient - momentum) * (1 - beta1)
        velocity += (gradient.ofEachLookup { $0.squared() } - velocity) * (1 - beta2)
        step.set("momentum", to: momentum)
        step.set("velocity", to: velocity)
        if amsgrad {
            velocity = step.slot("velocity_hat", weight.type).maximum(velocity)
            step.set("velocity_hat", to: velocity)
        }
        return weight - momentum * alpha / (velocity.squareRoot() + epsilon)
    }
}

extension TracedTensor {
    /// base^self, the base rounded to float32.
    func asExponent(of base: Double) -> TracedTensor {
        let constant = trace.constant(base)
        return constant.power(self)
    }
}
