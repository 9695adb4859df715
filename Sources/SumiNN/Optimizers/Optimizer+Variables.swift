import SumiGraph

extension Optimizer {
    /// The variables that are kept for these weights, in the order in which Keras saves them.
    package func variables(of weights: [Weight]) -> [OptimizerVariable] {
        let trace = Trace()
        let gradients = weights.map { weight in
            let type = TensorType(weight.shape)
            return (weight: weight, value: trace.variable(weight.path, type), gradient: trace.zeros(type))
        }
        return apply(
            gradients, learningRate: trace.input("learning rate", TensorType([])),
            iteration: trace.input("iteration", TensorType([])), in: trace)
    }

    /// Nadam's product of all its momenta so far, which Keras 2 does not save; 1 for other rules.
    package func momentumProduct(after steps: Int) -> Double {
        guard let rule = rule as? Nadam else { return 1 }
        var (product, power) = (1.0, 1.0)
        for _ in 0..<steps {
            power *= 0.96
            product *= rule.beta1 * (1 - 0.5 * power)
            // Below what float32 holds, and soon so: β₁ is below 1.
            if product < 1e-45 { return 0 }
        }
        return product
    }
}
