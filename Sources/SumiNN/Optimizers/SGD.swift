import SumiGraph

/// Gradient descent, w − rate · g; with momentum v ← momentum · v − rate · g and w + v, or, with Nesterov's look ahead,
/// w + momentum · v − rate · g.
///
/// Slots: `momentum`, where there is momentum. Source: Keras 3.15.
struct SGD: OptimizerRule, Hashable {
    var momentum = 0.0
    var nesterov = false

    var problem: String? {
        momentum >= 0 && momentum <= 1 ? nil : "momentum is \(momentum); it must be in 0…1"
    }

    func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor {
        guard momentum != 0 else { return weight - gradient * step.learningRate }
        let velocity = step.slot("momentum", weight.type) * momentum - gradient * step.learningRate
        step.set("momentum", to: velocity)
        return weight + (nesterov ? velocity * momentum - gradient * step.learningRate : velocity)
    }
}
