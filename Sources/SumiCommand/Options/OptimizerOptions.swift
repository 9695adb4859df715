import ArgumentParser
import Sumi

/// How the weights are updated.
struct OptimizerOptions: ParsableArguments {
    enum Name: String, CaseIterable, ExpressibleByArgument {
        case sgd, adam, adamw, nadam, rmsprop, adagrad
    }

    @Option(help: "The optimizer.")
    var optimizer = Name.adam

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The learning rate. (default: 0.001, sgd 0.01)", valueName: "rate"),
        transform: number("a number above 0") { $0 > 0 && Float($0) > 0 })
    var learningRate: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How the learning rate falls: rate / (1 + decay * updates). (default: learning rate / epochs)",
            valueName: "decay"),
        transform: number("a number of at least 0") { $0 >= 0 })
    var decay: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Momentum, for sgd (default: 0), rmsprop (0), and for adam, adamw and nadam as their beta 1 (0.9).",
            valueName: "momentum"),
        transform: number("a number from 0 to below 1") { $0 >= 0 && $0 < 1 && Float($0) < 1 })
    var momentum: Double?

    @Flag(help: "Look ahead, for sgd with momentum, and for adam, which is then nadam.")
    var nesterov = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The part of each weight that an update takes away, times the learning rate. (default: none; adamw 0.004)",
            valueName: "decay"),
        transform: number("a number of at least 0") { $0 >= 0 })
    var weightDecay: Double?

    func validate() throws {
        if nesterov {
            switch optimizer {
            case .adam, .nadam: break
            case .sgd where momentum ?? 0 > 0: break
            case .sgd: throw ValidationError("'--nesterov' with sgd needs '--momentum', above 0 and below 1.")
            default: throw ValidationError("'--nesterov' goes with sgd, adam or nadam, not with \(optimizer.rawValue).")
            }
        }
        if momentum != nil, optimizer == .adagrad {
            throw ValidationError("'--momentum' goes with sgd, rmsprop, adam, adamw or nadam, not with adagrad.")
        }
    }

    /// The optimizer; `epochs` gives the default of the decay.
    func optimizer(epochs: Int) -> Optimizer {
        // Keras' own defaults.
        let rate = learningRate ?? (optimizer == .sgd ? 0.01 : 0.001)
        let decay = decay ?? rate / Double(epochs)
        return switch optimizer {
        case .sgd:
            .sgd(
                learningRate: rate, momentum: momentum ?? 0, nesterov: nesterov, decay: decay, weightDecay: weightDecay)
        case .adam:
            .adam(
                learningRate: rate, decay: decay, momentum: momentum, nesterov: nesterov, weightDecay: weightDecay)
        case .adamw:
            .adamW(learningRate: rate, beta1: momentum ?? 0.9, decay: decay, weightDecay: weightDecay ?? 0.004)
        case .nadam: .nadam(learningRate: rate, beta1: momentum ?? 0.9, decay: decay, weightDecay: weightDecay)
        case .rmsprop: .rmsprop(learningRate: rate, momentum: momentum ?? 0, decay: decay, weightDecay: weightDecay)
        case .adagrad: .adagrad(learningRate: rate, decay: decay, weightDecay: weightDecay)
        }
    }
}
