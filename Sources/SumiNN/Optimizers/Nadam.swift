import SumiGraph

/// Adam with Nesterov's look ahead, whose momentum u = β₁ (1 − ½ 0.96ᵗ) grows towards β₁.
///
/// m ← m + (g − m)(1 − β₁), v ← v + (g² − v)(1 − β₂), m̂ = u₊ m / (1 − U u₊) + (1 − u) g / (1 − U), where u₊ is the next step's u
/// and U the product of all so far; w − rate · m̂ / (√(v / (1 − β₂ᵗ)) + ε).
///
/// Slots: `momentum`, `velocity`, and U, shared by all weights. Source: Dozat, "Incorporating Nesterov Momentum into Adam" (2015);
/// Keras 3.15.
struct Nadam: OptimizerRule, Hashable {
    var beta1 = 0.9
    var beta2 = 0.999
    var epsilon = 1e-7

    var slotGroups: [[String]] { [["momentum", "velocity"]] }

    var problem: String? {
        RuleProblem.fraction(beta1, "beta1") ?? RuleProblem.fraction(beta2, "beta2")
            ?? RuleProblem.notNegative(epsilon, "epsilon")
    }

    func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor {
        let now = step.once("u") { warmed(step.iteration + 1) }
        let next = step.once("next u") { warmed(step.iteration + 2) }
        let product = step.once("u product") {
            let product = step.sharedSlot("u_product", initialValue: 1) * now
            step.setShared("u_product", to: product)
            return product
        }
        let momentumFactor = step.once("momentum factor") { next / (1 - product * next) }
        let gradientFactor = step.once("gradient factor") { (1 - now) / (1 - product) }
        let correction = step.once("correction") { 1 - (step.iteration + 1).asExponent(of: beta2) }
        // Keras subtracts β as float32 here.
        let (rest1, rest2) = (1 - Double(Float(beta1)), 1 - Double(Float(beta2)))
        var momentum = step.slot("momentum", weight.type)
        var velocity = step.slot("velocity", weight.type)
        momentum += (gradient - momentum) * rest1
        velocity += (gradient.ofEachLookup { $0.squared() } - velocity) * rest2
        step.set("momentum", to: momentum)
        step.set("velocity", to: velocity)
        let ahead = momentum * momentumFactor + gradient * gradientFactor
        return weight - ahead * step.learningRate / ((velocity / correction).squareRoot() + epsilon)
    }

    /// β₁ (1 − ½ 0.96ᵗ).
    private func warmed(_ t: TracedTensor) -> TracedTensor { beta1 * (1 - 0.5 * t.asExponent(of: 0.96)) }
}
