import ArgumentParser
import Sumi

/// How the learning rate changes over a run.
enum ScheduleName: String, CaseIterable, ExpressibleByArgument {
    /// rate / (1 + decay · updates).
    case decay
    case constant
    /// Half a cosine down to 0.
    case cosine
    /// A straight line down to 0.
    case linear
    /// To a hundredth, by the same factor each update.
    case exponential

    /// The rates of a run of `steps` updates; `nil` for the one that the optimizers have themselves.
    func schedule(_ rate: Double, steps: Int) -> (any Schedule)? {
        switch self {
        case .decay: nil
        case .constant: rate
        case .cosine: CosineDecay(rate, decaySteps: steps)
        case .linear: PolynomialDecay(rate, decaySteps: steps, endLearningRate: 0, power: 1)
        case .exponential: ExponentialDecay(rate, decaySteps: steps, decayRate: 0.01)
        }
    }
}
