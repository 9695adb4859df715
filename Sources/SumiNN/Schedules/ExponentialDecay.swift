import Foundation

/// rate · decayRate^(step / decaySteps), in float32 as Keras computes it.
///
/// - Parameter staircase: whether step / decaySteps is rounded down.
public struct ExponentialDecay: Schedule, Hashable {
    public var initialLearningRate: Double
    public var decaySteps: Int
    public var decayRate: Double
    public var staircase: Bool

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
