extension Optimizer {
    /// Adam: gradients and squared gradients averaged, and the one divided by the root of the other.
    ///
    /// - Parameters:
    ///   - amsgrad: whether to divide by the largest average so far.
    ///   - decay: Keras' legacy rule, rate / (1 + decay · step): the same as `.inverseTimeDecay` of 1 step.
    ///   - momentum: another word for `beta1`, as old tutorials write it.
    ///   - nesterov: whether to look ahead: the optimizer is then Nadam.
    public static func adam(
        learningRate: some Schedule = 0.001, beta1: Double? = nil, beta2: Double = 0.999, epsilon: Double = 1e-7,
        amsgrad: Bool = false, decay: Double = 0, momentum: Double? = nil, nesterov: Bool = false,
        weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, gradientAccumulationSteps: Int? = nil, name: String? = nil
    ) -> Optimizer {
        let beta = momentum ?? beta1 ?? 0.9
        let rule: any OptimizerRule =
            nesterov
            ? Nadam(beta1: beta, beta2: beta2, epsilon: epsilon)
            : Adam(beta1: beta, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad)
        var optimizer = Optimizer(
            rule, learningRate: learningRate, weightDecay: weightDecay, clipNorm: clipNorm, clipValue: clipValue,
            globalClipNorm: globalClipNorm, useEMA: useEMA, emaMomentum: emaMomentum,
            emaOverwriteFrequency: emaOverwriteFrequency, gradientAccumulationSteps: gradientAccumulationSteps,
            name: name
        ).decaying(by: decay)
        if momentum != nil, let beta1, beta1 != momentum {
            optimizer.problem = "momentum and beta1 are both given, and they are one setting; leave one out"
        }
        if nesterov, amsgrad {
            optimizer.problem = "nesterov makes this Nadam, which has no amsgrad; leave one of them out"
        }
        return optimizer
    }

    /// This optimizer with the rate / (1 + decay · step) that Keras' `decay` argument stood for.
    func decaying(by decay: Double) -> Optimizer {
        guard decay != 0 else { return self }
        var optimizer = self
        if let problem = RuleProblem.notNegative(decay, "decay") {
            optimizer.problem = problem
        } else if learningRate is Double || learningRate is Float || learningRate is Int {
            optimizer.learningRate = InverseTimeDecay(
                learningRate.learningRate(atStep: 0), decaySteps: 1, decayRate: decay)
        } else {
            optimizer.problem =
                "decay and a schedule both change the learning rate; leave out decay, or give the rate as a number"
        }
        return optimizer
    }

    /// Adam with weight decay that does not pass through its averages.
    ///
    /// - Parameter decay: Keras' legacy rule, rate / (1 + decay · step).
    public static func adamW(
        learningRate: some Schedule = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
        amsgrad: Bool = false, decay: Double = 0,
        weightDecay: Double? = 0.004, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, gradientAccumulationSteps: Int? = nil, name: String? = nil
    ) -> Optimizer {
        Optimizer(
            AdamW(adam: Adam(beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad)),
            learningRate: learningRate, weightDecay: weightDecay, clipNorm: clipNorm, clipValue: clipValue,
            globalClipNorm: globalClipNorm, useEMA: useEMA, emaMomentum: emaMomentum,
            emaOverwriteFrequency: emaOverwriteFrequency, gradientAccumulationSteps: gradientAccumulationSteps,
            name: name
        ).decaying(by: decay)
    }

    /// Adam with Nesterov's look ahead.
    ///
    /// - Parameter decay: Keras' legacy rule, rate / (1 + decay · step).
    public static func nadam(
        learningRate: some Schedule = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
        decay: Double = 0,
        weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, gradientAccumulationSteps: Int? = nil, name: String? = nil
    ) -> Optimizer {
        Optimizer(
            Nadam(beta1: beta1, beta2: beta2, epsilon: epsilon), learningRate: learningRate, weightDecay: weightDecay,
            clipNorm: clipNorm, clipValue: clipValue,
            globalClipNorm: globalClipNorm, useEMA: useEMA, emaMomentum: emaMomentum,
            emaOverwriteFrequency: emaOverwriteFrequency, gradientAccumulationSteps: gradientAccumulationSteps,
            name: name
        ).decaying(by: decay)
    }

    /// Adam with the largest instead of the averaged size of gradients.
    ///
    /// - Parameter decay: Keras' legacy rule, rate / (1 + decay · step).
    public static func adamax(
        learningRate: some Schedule = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
        decay: Double = 0,
        weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, gradientAccumulationSteps: Int? = nil, name: String? = nil
    ) -> Optimizer {
        Optimizer(
            Adamax(beta1: beta1, beta2: beta2, epsilon: epsilon), learningRate: learningRate, weightDecay: weightDecay,
            clipNorm: clipNorm, clipValue: clipValue,
            globalClipNorm: globalClipNorm, useEMA: useEMA, emaMomentum: emaMomentum,
            emaOverwriteFrequency: emaOverwriteFrequency, gradientAccumulationSteps: gradientAccumulationSteps,
            name: name
        ).decaying(by: decay)
    }
}
