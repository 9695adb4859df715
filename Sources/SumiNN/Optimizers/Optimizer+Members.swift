extension Optimizer {
    /// Gradient descent, with momentum (and Nesterov's look ahead) if asked for.
    ///
    /// - Parameter decay: Keras' legacy rule, rate / (1 + decay · step).
    public static func sgd(
        learningRate: some Schedule = 0.01, momentum: Double = 0, nesterov: Bool = false, decay: Double = 0,
        weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, gradientAccumulationSteps: Int? = nil, name: String? = nil
    ) -> Optimizer {
        Optimizer(
            SGD(momentum: momentum, nesterov: nesterov), learningRate: learningRate, weightDecay: weightDecay,
            clipNorm: clipNorm, clipValue: clipValue,
            globalClipNorm: globalClipNorm, useEMA: useEMA, emaMomentum: emaMomentum,
            emaOverwriteFrequency: emaOverwriteFrequency, gradientAccumulationSteps: gradientAccumulationSteps,
            name: name
        ).decaying(by: decay)
    }

    /// Steps divided by the root of the averaged squared gradient.
    ///
    /// - Parameter decay: Keras' legacy rule, rate / (1 + decay · step).
    public static func rmsprop(
        learningRate: some Schedule = 0.001, rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7,
        centered: Bool = false, decay: Double = 0,
        weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, gradientAccumulationSteps: Int? = nil, name: String? = nil
    ) -> Optimizer {
        Optimizer(
            RMSprop(rho: rho, momentum: momentum, epsilon: epsilon, centered: centered), learningRate: learningRate,
            weightDecay: weightDecay, clipNorm: clipNorm, clipValue: clipValue,
            globalClipNorm: globalClipNorm, useEMA: useEMA, emaMomentum: emaMomentum,
            emaOverwriteFrequency: emaOverwriteFrequency, gradientAccumulationSteps: gradientAccumulationSteps,
            name: name
        ).decaying(by: decay)
    }

    /// Steps divided by the root of the sum of squared gradients.
    ///
    /// - Parameter decay: Keras' legacy rule, rate / (1 + decay · step).
    public static func adagrad(
        learningRate: some Schedule = 0.001, initialAccumulatorValue: Double = 0.1, epsilon: Double = 1e-7,
        decay: Double = 0,
        weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, gradientAccumulationSteps: Int? = nil, name: String? = nil
    ) -> Optimizer {
        Optimizer(
            Adagrad(initialAccumulatorValue: initialAccumulatorValue, epsilon: epsilon), learningRate: learningRate,
            weightDecay: weightDecay, clipNorm: clipNorm, clipValue: clipValue,
            globalClipNorm: globalClipNorm, useEMA: useEMA, emaMomentum: emaMomentum,
            emaOverwriteFrequency: emaOverwriteFrequency, gradientAccumulationSteps: gradientAccumulationSteps,
            name: name
        ).decaying(by: decay)
    }

    /// Adagrad with averages instead of sums, and steps in the weights' own unit. The original method has rate 1.
    ///
    /// - Parameter decay: Keras' legacy rule, rate / (1 + decay · step).
    public static func adadelta(
        learningRate: some Schedule = 0.001, rho: Double = 0.95, epsilon: Double = 1e-7, decay: Double = 0,
        weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, gradientAccumulationSteps: Int? = nil, name: String? = nil
    ) -> Optimizer {
        Optimizer(
            Adadelta(rho: rho, epsilon: epsilon), learningRate: learningRate, weightDecay: weightDecay,
            clipNorm: clipNorm, clipValue: clipValue,
            globalClipNorm: globalClipNorm, useEMA: useEMA, emaMomentum: emaMomentum,
            emaOverwriteFrequency: emaOverwriteFrequency, gradientAccumulationSteps: gradientAccumulationSteps,
            name: name
        ).decaying(by: decay)
    }

    /// The sign of an averaged gradient.
    ///
    /// - Parameter decay: Keras' legacy rule, rate / (1 + decay · step).
    public static func lion(
        learningRate: some Schedule = 0.001, beta1: Double = 0.9, beta2: Double = 0.99, decay: Double = 0,
        weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, gradientAccumulationSteps: Int? = nil, name: String? = nil
    ) -> Optimizer {
        Optimizer(
            Lion(beta1: beta1, beta2: beta2), learningRate: learningRate, weightDecay: weightDecay, clipNorm: clipNorm,
            clipValue: clipValue,
            globalClipNorm: globalClipNorm, useEMA: useEMA, emaMomentum: emaMomentum,
            emaOverwriteFrequency: emaOverwriteFrequency, gradientAccumulationSteps: gradientAccumulationSteps,
            name: name
        ).decaying(by: decay)
    }

    /// Follow the regularised leader.
    ///
    /// - Parameter decay: Keras' legacy rule, rate / (1 + decay · step).
    public static func ftrl(
        learningRate: some Schedule = 0.001, learningRatePower: Double = -0.5, initialAccumulatorValue: Double = 0.1,
        l1RegularizationStrength: Double = 0, l2RegularizationStrength: Double = 0,
        l2ShrinkageRegularizationStrength: Double = 0, beta: Double = 0, decay: Double = 0,
        weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, gradientAccumulationSteps: Int? = nil, name: String? = nil
    ) -> Optimizer {
        Optimizer(
            Ftrl(
                learningRatePower: learningRatePower, initialAccumulatorValue: initialAccumulatorValue,
                l1RegularizationStrength: l1RegularizationStrength, l2RegularizationStrength: l2RegularizationStrength,
                l2ShrinkageRegularizationStrength: l2ShrinkageRegularizationStrength, beta: beta),
            learningRate: learningRate, weightDecay: weightDecay, clipNorm: clipNorm, clipValue: clipValue,
            globalClipNorm: globalClipNorm, useEMA: useEMA, emaMomentum: emaMomentum,
            emaOverwriteFrequency: emaOverwriteFrequency, gradientAccumulationSteps: gradientAccumulationSteps,
            name: name
        ).decaying(by: decay)
    }
}
