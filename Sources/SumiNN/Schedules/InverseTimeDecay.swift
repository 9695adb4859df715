/// rate / (1 + decayRate · step / decaySteps), in float32 as Keras computes it.
///
/// With `decaySteps` 1 this is the rule behind the `decay` argument of Keras before 2.11.
///
/// - Parameter staircase: whether step / decaySteps is rounded down.
public struct InverseTimeDecay: Schedule, Hashable {
    /// The rate at step 0.
    public var initialLearningRate: Double
    /// After how many steps the decay is done, or its factor has worked once.
    public var decaySteps: Int
    /// How fast the rate falls.
    public var decayRate: Double
    /// Whether the rate falls in steps of `decaySteps`.
    public var staircase: Bool

    /// A schedule of these settings.
    public init(_ initialLearningRate: Double, decaySteps: Int, decayRate: Double, staircase: Bool = false) {
        self.initialLearningRate = initialLearningRate
        self.decaySteps = decaySteps
        self.decayRate = decayRate
        self.staircase = staircase
    }

    public func learningRate(atStep step: Int) -> Double {
        var part = Float(step) / Float(decaySteps)
        if staircase { part = part.rounded(.down) }
        return Double(Float(initialLearningRate) / (1 + Float(decayRate) * part))
    }

    public var problem: String? {
        ScheduleProblem.rate(initialLearningRate, "initialLearningRate")
            ?? ScheduleProblem.steps(decaySteps, "decaySteps") ?? ScheduleProblem.rate(decayRate, "decayRate")
    }
}

extension Schedule where Self == InverseTimeDecay {
    /// rate / (1 + decayRate · step / decaySteps).
    public static func inverseTimeDecay(
        _ initialLearningRate: Double, decaySteps: Int, decayRate: Double, staircase: Bool = false
    ) -> InverseTimeDecay {
        InverseTimeDecay(initialLearningRate, decaySteps: decaySteps, decayRate: decayRate, staircase: staircase)
    }
}
