import SumiGraph
import SumiJSON

/// A schedule of Keras: what it is called in files, and its settings there.
protocol KerasSchedule: Schedule {
    static var className: String { get }
    init(_ settings: inout KerasSettings) throws(ConfigurationError)
    /// Keys and values, in Keras' order.
    var settings: [(String, JSON)] { get }
}

extension KerasSchedule {
    static var className: String { String(describing: Self.self) }

    var configuration: JSON {
        KerasSettings.json(Self.className, module: "keras.optimizers.schedules", settings)
    }
}

/// Learning rates in Keras' files: a number, or a schedule's class name and settings.
enum ScheduleConfiguration {
    private static let schedules: [any KerasSchedule.Type] = [
        ExponentialDecay.self, InverseTimeDecay.self, PiecewiseConstantDecay.self, PolynomialDecay.self,
        CosineDecay.self, CosineDecayRestarts.self,
    ]

    static func read(_ json: JSON) throws(ConfigurationError) -> any Schedule {
        if let rate = json.double { return rate }
        var settings = try KerasSettings(json, kind: "schedule")
        guard let type = schedules.first(where: { $0.className == settings.className }) else {
            throw settings.error(
                "there is no schedule of this name; there are \(schedules.map { $0.className }.joined(separator: ", "))"
            )
        }
        let schedule = try type.init(&settings)
        try settings.finish()
        if let problem = schedule.problem { throw settings.error(problem) }
        return schedule
    }
}

extension ExponentialDecay: KerasSchedule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            try settings.required(settings.double("initial_learning_rate"), "initial_learning_rate"),
            decaySteps: try settings.required(settings.integer("decay_steps"), "decay_steps"),
            decayRate: try settings.required(settings.double("decay_rate"), "decay_rate"),
            staircase: try settings.bool("staircase") ?? false)
    }

    var settings: [(String, JSON)] {
        [
            ("initial_learning_rate", .number(initialLearningRate)), ("decay_steps", .integer(decaySteps)),
            ("decay_rate", .number(decayRate)), ("staircase", .bool(staircase)), ("name", "ExponentialDecay"),
        ]
    }
}

extension InverseTimeDecay: KerasSchedule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            try settings.required(settings.double("initial_learning_rate"), "initial_learning_rate"),
            decaySteps: try settings.required(settings.integer("decay_steps"), "decay_steps"),
            decayRate: try settings.required(settings.double("decay_rate"), "decay_rate"),
            staircase: try settings.bool("staircase") ?? false)
    }

    var settings: [(String, JSON)] {
        [
            ("initial_learning_rate", .number(initialLearningRate)), ("decay_steps", .integer(decaySteps)),
            ("decay_rate", .number(decayRate)), ("staircase", .bool(staircase)), ("name", "InverseTimeDecay"),
        ]
    }
}

extension PiecewiseConstantDecay: KerasSchedule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            boundaries: try settings.required(settings.integers("boundaries"), "boundaries"),
            values: try settings.required(settings.doubles("values"), "values"))
    }

    var settings: [(String, JSON)] {
        [
            ("boundaries", .array(boundaries.map { .integer($0) })), ("values", .array(values.map { .number($0) })),
            ("name", "PiecewiseConstant"),
        ]
    }
}

extension PolynomialDecay: KerasSchedule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            try settings.required(settings.double("initial_learning_rate"), "initial_learning_rate"),
            decaySteps: try settings.required(settings.integer("decay_steps"), "decay_steps"),
            endLearningRate: try settings.double("end_learning_rate") ?? 0.0001,
            power: try settings.double("power") ?? 1, cycle: try settings.bool("cycle") ?? false)
    }

    var settings: [(String, JSON)] {
        [
            ("initial_learning_rate", .number(initialLearningRate)), ("decay_steps", .integer(decaySteps)),
            ("end_learning_rate", .number(endLearningRate)), ("power", .number(power)), ("cycle", .bool(cycle)),
            ("name", "PolynomialDecay"),
        ]
    }
}

extension CosineDecay: KerasSchedule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            try settings.required(settings.double("initial_learning_rate"), "initial_learning_rate"),
            decaySteps: try settings.required(settings.integer("decay_steps"), "decay_steps"),
            alpha: try settings.double("alpha") ?? 0, warmupTarget: try settings.double("warmup_target"),
            warmupSteps: try settings.integer("warmup_steps") ?? 0)
    }

    var settings: [(String, JSON)] {
        [
            ("initial_learning_rate", .number(initialLearningRate)), ("decay_steps", .integer(decaySteps)),
            ("alpha", .number(alpha)), ("name", "CosineDecay"), ("warmup_target", JSON(warmupTarget)),
            ("warmup_steps", .integer(warmupSteps)),
        ]
    }
}

extension CosineDecayRestarts: KerasSchedule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            try settings.required(settings.double("initial_learning_rate"), "initial_learning_rate"),
            firstDecaySteps: try settings.required(settings.integer("first_decay_steps"), "first_decay_steps"),
            tMul: try settings.double("t_mul") ?? 2, mMul: try settings.double("m_mul") ?? 1,
            alpha: try settings.double("alpha") ?? 0)
    }

    var settings: [(String, JSON)] {
        [
            ("initial_learning_rate", .number(initialLearningRate)),
            ("first_decay_steps", .integer(firstDecaySteps)), ("t_mul", .number(tMul)), ("m_mul", .number(mMul)),
            ("alpha", .number(alpha)), ("name", "SGDRDecay"),
        ]
    }
}
