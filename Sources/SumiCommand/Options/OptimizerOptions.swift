import ArgumentParser
import Sumi

/// How the weights are updated. What is not given is `nil`.
struct OptimizerOptions: ParsableArguments {
    enum Name: String, CaseIterable, ExpressibleByArgument {
        case sgd, adam, adamw, nadam, rmsprop, adagrad
    }

    @Option(help: "The optimizer. (default: adam)")
    var optimizer: Name?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The learning rate. (default: 0.001, sgd 0.01)", valueName: "rate"),
        transform: number("a number above 0") { $0 > 0 && Float($0) > 0 })
    var learningRate: Double?

    @Option(
        help: ArgumentHelp(
            """
            How the learning rate falls over the run: by --decay, not at all, on half a cosine to 0, on a line to 0, or by \
            the same factor each update to a hundredth. (default: decay)
            """))
    var schedule: ScheduleName?

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

    private var name: Name { optimizer ?? .adam }

    /// What holds where a rate is not given: Keras' own defaults.
    private var rate: Double { learningRate ?? (name == .sgd ? 0.01 : 0.001) }

    func validate() throws {
        if nesterov {
            switch name {
            case .adam, .nadam: break
            case .sgd where momentum ?? 0 > 0: break
            case .sgd:
                throw ValidationError("'--nesterov' with sgd needs '--momentum', above 0 and below 1.")
            default:
                throw ValidationError(
                    "'--nesterov' goes with sgd, adam or nadam, not with \(name.rawValue).")
            }
        }
        if momentum != nil, name == .adagrad {
            throw ValidationError(
                "'--momentum' goes with sgd, rmsprop, adam, adamw or nadam, not with adagrad.")
        }
        if decay != nil, let schedule, schedule != .decay {
            throw ValidationError(
                "'--decay' goes with '--schedule decay', not with \(schedule.rawValue).")
        }
    }

    /// What was given, by option.
    var given: JSONObject {
        var given = JSONObject()
        given["optimizer"] = optimizer.map { .string($0.rawValue) }
        given["learning-rate"] = learningRate.map { .number($0) }
        given["schedule"] = schedule.map { .string($0.rawValue) }
        given["decay"] = decay.map { .number($0) }
        given["momentum"] = momentum.map { .number($0) }
        given["nesterov"] = nesterov ? true : nil
        given["weight-decay"] = weightDecay.map { .number($0) }
        return given
    }

    /// What holds where nothing was given.
    func defaults(epochs: Int) -> JSONObject {
        let usesDecay = schedule ?? .decay == .decay
        return [
            "optimizer": "adam", "learning-rate": .number(rate), "schedule": "decay",
            "decay": usesDecay ? .number(rate / Double(epochs)) : .null, "momentum": nil,
            "nesterov": false,
            "weight-decay": nil,
        ]
    }

    /// The optimizer of a run of so many epochs, each of so many updates.
    func optimizer(epochs: Int, updates: Int) -> Optimizer {
        let (total, overflow) = epochs.multipliedReportingOverflow(by: updates)
        let schedule = (schedule ?? .decay).schedule(rate, steps: overflow ? Int(Int32.max) : total)
        let decay = schedule == nil ? decay ?? rate / Double(epochs) : 0
        var optimizer: Optimizer =
            switch name {
            case .sgd:
                .sgd(
                    learningRate: rate, momentum: momentum ?? 0, nesterov: nesterov, decay: decay,
                    weightDecay: weightDecay)
            case .adam:
                .adam(
                    learningRate: rate, decay: decay, momentum: momentum, nesterov: nesterov,
                    weightDecay: weightDecay)
            case .adamw:
                .adamW(
                    learningRate: rate, beta1: momentum ?? 0.9, decay: decay,
                    weightDecay: weightDecay ?? 0.004)
            case .nadam:
                .nadam(learningRate: rate, beta1: momentum ?? 0.9, decay: decay, weightDecay: weightDecay)
            case .rmsprop:
                .rmsprop(
                    learningRate: rate, momentum: momentum ?? 0, decay: decay, weightDecay: weightDecay)
            case .adagrad: .adagrad(learningRate: rate, decay: decay, weightDecay: weightDecay)
            }
        if let schedule { optimizer.learningRate = schedule }
        return optimizer
    }
}
