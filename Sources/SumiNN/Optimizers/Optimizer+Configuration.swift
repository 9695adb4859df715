import SumiGraph
import SumiJSON

extension Optimizer {
    private static let rules: [any KerasRule.Type] = [
        SGD.self, Adam.self, AdamW.self, Nadam.self, RMSprop.self, Adagrad.self, Adadelta.self, Adamax.self,
        Ftrl.self, Lion.self,
    ]

    /// An optimizer as Keras writes it in files: an object with class name and settings, or a name. Keras 2's `lr` and `decay` are
    /// read too.
    ///
    /// - Throws: which optimizer or setting is not known.
    public init(configuration: JSON) throws {
        var settings = try KerasSettings(configuration, kind: "optimizer")
        self.init(named: settings.className)
        rule = try Self.rule(&settings)
        learningRate = try Self.schedule(&settings, default: learningRate)
        try readCommon(&settings)
        let decay = try settings.double("decay")
        self = decaying(by: decay ?? 0)
        settings.ignore("is_legacy_optimizer", "jit_compile")
        try settings.finish()
        try validate()
    }

    private static func rule(_ settings: inout KerasSettings) throws(ConfigurationError) -> any OptimizerRule {
        let name = settings.className.lowercased()
        guard let type = rules.first(where: { $0.className.lowercased() == name }) else {
            let names = rules.map { $0.className }.joined(separator: ", ")
            throw settings.error("there is no optimizer of this name; there are \(names)")
        }
        return try type.init(&settings)
    }

    private static func schedule(
        _ settings: inout KerasSettings, default standard: any Schedule
    ) throws(ConfigurationError) -> any Schedule {
        let (rate, oldRate) = (settings.value("learning_rate"), settings.value("lr"))
        guard let json = rate ?? oldRate else { return standard }
        return try ScheduleConfiguration.read(json)
    }

    private mutating func readCommon(_ settings: inout KerasSettings) throws(ConfigurationError) {
        if let name = try settings.string("name") { self.name = name }
        if settings.contains("weight_decay") { weightDecay = try settings.double("weight_decay") }
        clipNorm = try settings.double("clipnorm")
        clipValue = try settings.double("clipvalue")
        globalClipNorm = try settings.double("global_clipnorm")
        useEMA = try settings.bool("use_ema") ?? false
        emaMomentum = try settings.double("ema_momentum") ?? 0.99
        emaOverwriteFrequency = try settings.integer("ema_overwrite_frequency")
        gradientAccumulationSteps = try settings.integer("gradient_accumulation_steps")
        lossScaleFactor = try settings.double("loss_scale_factor")
    }

    /// This optimizer as Keras writes it in files; `nil` where the rule or the schedule is one's own.
    public var configuration: JSON? {
        guard let rule = rule as? any KerasRule, let rate = rateConfiguration else { return nil }
        let common: [(String, JSON)] = [
            ("name", .string(name)), ("learning_rate", rate), ("weight_decay", JSON(weightDecay)),
            ("clipnorm", JSON(clipNorm)), ("global_clipnorm", JSON(globalClipNorm)), ("clipvalue", JSON(clipValue)),
            ("use_ema", .bool(useEMA)), ("ema_momentum", .number(emaMomentum)),
            ("ema_overwrite_frequency", JSON(emaOverwriteFrequency)), ("loss_scale_factor", JSON(lossScaleFactor)),
            ("gradient_accumulation_steps", JSON(gradientAccumulationSteps)),
        ]
        return KerasSettings.json(
            type(of: rule).className, module: "keras.optimizers", common + rule.settings)
    }

    private var rateConfiguration: JSON? {
        if let constantLearningRate { return .number(constantLearningRate) }
        return (learningRate as? any KerasSchedule)?.configuration
    }
}
