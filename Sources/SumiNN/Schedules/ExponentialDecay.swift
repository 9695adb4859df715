#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// rate · decayRate^(step / decaySteps), in float32 as Keras computes it.
///
/// - Parameter staircase: whether step / decaySteps is rounded down.
public struct ExponentialDecay: Schedule, Hashable {
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
        return Double(Float(initialLearningRate) * Float(pow(Double(Float(decayRate)), Double(part))))
    }

    public var problem: String? {
        ScheduleProblem.rate(initialLearningRate, "initialLearningRate")
            ?? ScheduleProblem.steps(decaySteps, "decaySteps") ?? ScheduleProblem.rate(decayRate, "decayRate")
    }
}

extension Schedule where Self == ExponentialDecay {
    /// rate · decayRate^(step / decaySteps).
    public static func exponentialDecay(
        _ initialLearningRate: Double, decaySteps: Int, decayRate: Double, staircase: Bool = false
    ) -> ExponentialDecay {
        ExponentialDecay(initialLearningRate, decaySteps: decaySteps, decayRate: decayRate, staircase: staircase)
    }
}
