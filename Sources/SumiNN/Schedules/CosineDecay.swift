#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// rate · ((1 − alpha) · ½ (1 + cos(π step / decaySteps)) + alpha), constant from step `decaySteps` on; with `warmupTarget`
/// first `warmupSteps` steps on a straight line from the initial rate to the target, from which the cosine then falls.
///
/// Source: Loshchilov and Hutter, "SGDR" (2016); Keras 3.15, in float32 as Keras computes it.
public struct CosineDecay: Schedule, Hashable {
    /// The rate at step 0.
    public var initialLearningRate: Double
    /// After how many steps the decay is done, or its factor has worked once.
    public var decaySteps: Int
    /// The share of the rate that is left at the end.
    public var alpha: Double
    /// The rate at the end of the rise; no rise where it is `nil`.
    public var warmupTarget: Double?
    /// How many steps the rise takes.
    public var warmupSteps: Int

    /// A schedule of these settings.
    public init(
        _ initialLearningRate: Double, decaySteps: Int, alpha: Double = 0, warmupTarget: Double? = nil,
        warmupSteps: Int = 0
    ) {
        self.initialLearningRate = initialLearningRate
        self.decaySteps = decaySteps
        self.alpha = alpha
        self.warmupTarget = warmupTarget
        self.warmupSteps = warmupSteps
    }

    public func learningRate(atStep step: Int) -> Double {
        let (initial, steps) = (Float(initialLearningRate), Float(decaySteps))
        guard let target = warmupTarget.map({ Float($0) }) else {
            return Double(initial * decayed(min(Float(step), steps) / steps))
        }
        let warmup = Float(warmupSteps)
        let now = min(Float(step), steps + warmup)
        if now < warmup { return Double((target - initial) * (now / warmup) + initial) }
        return Double(target * decayed((now - warmup) / steps))
    }

    private func decayed(_ part: Float) -> Float {
        let cosine = Float(cos(Double(Float.pi * part)))
        return Float(1 - alpha) * (0.5 * (1 + cosine)) + Float(alpha)
    }

    public var problem: String? {
        ScheduleProblem.rate(initialLearningRate, "initialLearningRate")
            ?? ScheduleProblem.steps(decaySteps, "decaySteps")
            ?? warmupTarget.flatMap { ScheduleProblem.rate($0, "warmupTarget") }
            ?? (warmupSteps < 0 ? "warmupSteps is \(warmupSteps); it must not be negative" : nil)
    }
}

extension Schedule where Self == CosineDecay {
    /// rate · ((1 − alpha) · ½ (1 + cos(π step / decaySteps)) + alpha), after a warm-up if there is a target for it.
    public static func cosineDecay(
        _ initialLearningRate: Double, decaySteps: Int, alpha: Double = 0, warmupTarget: Double? = nil,
        warmupSteps: Int = 0
    ) -> CosineDecay {
        CosineDecay(
            initialLearningRate, decaySteps: decaySteps, alpha: alpha, warmupTarget: warmupTarget,
            warmupSteps: warmupSteps)
    }
}
