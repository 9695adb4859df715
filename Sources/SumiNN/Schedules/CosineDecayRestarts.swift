#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Cosine decay that starts anew after `firstDecaySteps`; each period is `tMul` times as long as the one before and begins
/// with `mMul` times its rate.
///
/// Source: Loshchilov and Hutter, "SGDR" (2016); Keras 3.15, in float32 as Keras computes it.
public struct CosineDecayRestarts: Schedule, Hashable {
    /// The rate at step 0.
    public var initialLearningRate: Double
    /// How many steps the first period takes.
    public var firstDecaySteps: Int
    /// How many times longer each period is than the one before.
    public var tMul: Double
    /// How many times larger the rate of each period is at its beginning.
    public var mMul: Double
    /// The share of the rate that is left at the end.
    public var alpha: Double

    /// A schedule of these settings.
    public init(
        _ initialLearningRate: Double, firstDecaySteps: Int, tMul: Double = 2, mMul: Double = 1, alpha: Double = 0
    ) {
        self.initialLearningRate = initialLearningRate
        self.firstDecaySteps = firstDecaySteps
        self.tMul = tMul
        self.mMul = mMul
        self.alpha = alpha
    }

    public func learningRate(atStep step: Int) -> Double {
        let (restart, part) = period(Float(step) / Float(firstDecaySteps))
        let factor = Float(pow(Double(Float(mMul)), Double(restart)))
        let cosine = Float(cos(Double(Float.pi * part)))
        let alpha = Float(alpha)
        return Double(Float(initialLearningRate) * ((1 - alpha) * (0.5 * factor * (1 + cosine)) + alpha))
    }

    /// Which period it is, and how much of it has passed.
    private func period(_ completed: Float) -> (restart: Float, part: Float) {
        let ratio = Float(tMul)
        if ratio == 1 {
            let restart = completed.rounded(.down)
            return (restart, completed - restart)
        }
        let logarithm = Float(log(Double(1 - completed * (1 - ratio)))) / Float(log(Double(ratio)))
        let restart = logarithm.rounded(.down)
        let power = Float(pow(Double(ratio), Double(restart)))
        return (restart, (completed - (1 - power) / (1 - ratio)) / power)
    }

    public var problem: String? {
        ScheduleProblem.rate(initialLearningRate, "initialLearningRate")
            ?? ScheduleProblem.steps(firstDecaySteps, "firstDecaySteps")
            ?? (tMul >= 1 && tMul.isFinite ? nil : "tMul is \(tMul); it must be at least 1")
            ?? ScheduleProblem.rate(mMul, "mMul")
    }
}

extension Schedule where Self == CosineDecayRestarts {
    /// Cosine decay that starts anew, each period `tMul` times as long as the one before.
    public static func cosineDecayRestarts(
        _ initialLearningRate: Double, firstDecaySteps: Int, tMul: Double = 2, mMul: Double = 1, alpha: Double = 0
    ) -> CosineDecayRestarts {
        CosineDecayRestarts(
            initialLearningRate, firstDecaySteps: firstDecaySteps, tMul: tMul, mMul: mMul, alpha: alpha)
    }
}
