import SumiGraph

/// a ← rho · a + (1 − rho) g², Δ = g √(d + ε) / √(a + ε), d ← rho · d + (1 − rho) Δ², and w − rate · Δ.
///
/// Keras' rate is 0.001; the original method, and Keras before it was part of TensorFlow, has 1. Slots: `accumulated_grad`,
/// `accumulated_delta_var`. Source: Zeiler, "ADADELTA" (2012); Keras 3.15.
struct Adadelta: OptimizerRule, Hashable {
    var rho = 0.95
    var epsilon = 1e-7

    var problem: String? { RuleProblem.fraction(rho, "rho") ?? RuleProblem.notNegative(epsilon, "epsilon") }

    func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor {
        let square = gradient.ofEachLookup { $0.squared() }
        let gradients = rho * step.slot("accumulated_grad", weight.type) + (1 - rho) * square
        let changes = step.slot("accumulated_delta_var", weight.type)
        let factor = (changes + epsilon).squareRoot() / (gradients + epsilon).squareRoot()
        step.set("accumulated_grad", to: gradients)
        step.set("accumulated_delta_var", to: rho * changes + (1 - rho) * (factor.squared() * square))
        return weight - gradient * factor * step.learningRate
    }
}
