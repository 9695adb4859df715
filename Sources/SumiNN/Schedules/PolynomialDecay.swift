#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// (rate − end) · (1 − step / decaySteps)^power + end, and `end` from step `decaySteps` on; in float32 as Keras computes
/// it.
///
/// - Parameter cycle: whether the decay goes on instead towards the next multiple of `decaySteps`.
public struct PolynomialDecay: Schedule, Hashable {
    /// The rate at step 0.
    public var initialLearningRate: Double
    /// After how many steps the decay is done, or its factor has worked once.
    public var decaySteps: Int
    /// The rate at the end.
    public var endLearningRate: Double
    /// The exponent: 1 is a straight line.
    public var power: Double
    /// Whether the decay begins anew, for longer, where it is done.
    public var cycle: Bool

    /// A schedule of these settings.
    public init(
        _ initialLearningRate: Double, decaySteps: Int, endLearningRate: Double = 0.0001, power: Double = 1,
        cycle: Bool = false
    ) {
        self.initialLearningRate = initialLearningRate
        self.decaySteps = decaySteps
        self.endLearningRate = endLearningRate
        self.power = power
        self.cycle = cycle
    }

    public func learningRate(atStep step: Int) -> Double {
        var now = Float(step)
        var steps = Float(decaySteps)
        if cycle {
            steps *= step == 0 ? 1 : (now / steps).rounded(.up)
        } else {
            now = min(now, steps)
        }
        let rest = Float(pow(Double(1 - now / steps), Double(Float(power))))
        let end = Float(endLearningRate)
        return Double((Float(initialLearningRate) - end) * rest + end)
    }

    public var problem: String? {
        ScheduleProblem.rate(initialLearningRate, "initialLearningRate")
            ?? ScheduleProblem.rate(endLearningRate, "endLearningRate")
            ?? ScheduleProblem.steps(decaySteps, "decaySteps") ?? ScheduleProblem.rate(power, "power")
    }
}

extension Schedule where Self == PolynomialDecay {
    /// (rate − end) · (1 − step / decaySteps)^power + end.
    public static func polynomialDecay(
        _ initialLearningRate: Double, decaySteps: Int, endLearningRate: Double = 0.0001, power: Double = 1,
        cycle: Bool = false
    ) -> PolynomialDecay {
        PolynomialDecay(
            initialLearningRate, decaySteps: decaySteps, endLearningRate: endLearningRate, power: power, cycle: cycle)
    }
}
