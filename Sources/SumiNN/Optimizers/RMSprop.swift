import SumiGraph

/// v ← rho · v + (1 − rho) g², and w − rate · g / √(v + ε); centred, v less the square of the averaged gradient. With momentum the
/// steps are summed up as m ← momentum · m + step, and w − m.
///
/// Slots: `velocity`; `momentum`; `average_gradient` where centred. Source: Hinton, lecture 6e (2012); Keras 3.15.
struct RMSprop: OptimizerRule, Hashable {
    var rho = 0.9
    var momentum = 0.0
    var epsilon = 1e-7
    var centered = false

    var slotGroups: [[String]] { [["velocity"], ["momentum"], ["average_gradient"]] }

    var problem: String? {
        RuleProblem.fraction(rho, "rho") ?? RuleProblem.fraction(momentum, "momentum")
            ?? RuleProblem.notNegative(epsilon, "epsilon")
    }

    func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor {
        let velocity = rho * step.slot("velocity", weight.type) + (1 - rho) * gradient.ofEachLookup { $0.squared() }
        step.set("velocity", to: velocity)
        var spread = velocity
        if centered {
            let average = rho * step.slot("average_gradient", weight.type) + (1 - rho) * gradient
            step.set("average_gradient", to: average)
            spread = velocity - average.squared()
        }
        var change = gradient * step.learningRate / (spread + epsilon).squareRoot()
        if momentum > 0 {
            change = momentum * step.slot("momentum", weight.type) + change
            step.set("momentum", to: change)
        }
        return weight - change
    }
}
