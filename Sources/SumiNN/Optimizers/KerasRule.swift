import SumiGraph
import SumiJSON

/// A rule of Keras and its settings in files.
protocol KerasRule: OptimizerRule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError)
    /// Keys and values, in Keras' order.
    var settings: [(String, JSON)] { get }
}

extension SGD: KerasRule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            momentum: try settings.double("momentum") ?? 0, nesterov: try settings.bool("nesterov") ?? false)
    }

    var settings: [(String, JSON)] { [("momentum", .number(momentum)), ("nesterov", .bool(nesterov))] }
}

extension Adam: KerasRule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            beta1: try settings.double("beta_1") ?? 0.9, beta2: try settings.double("beta_2") ?? 0.999,
            epsilon: try settings.double("epsilon") ?? 1e-7, amsgrad: try settings.bool("amsgrad") ?? false)
    }

    var settings: [(String, JSON)] {
        [
            ("beta_1", .number(beta1)), ("beta_2", .number(beta2)), ("epsilon", .number(epsilon)),
            ("amsgrad", .bool(amsgrad)),
        ]
    }
}

extension AdamW: KerasRule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) { self.init(adam: try Adam(&settings)) }

    var settings: [(String, JSON)] { adam.settings }
}

extension Nadam: KerasRule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            beta1: try settings.double("beta_1") ?? 0.9, beta2: try settings.double("beta_2") ?? 0.999,
            epsilon: try settings.double("epsilon") ?? 1e-7)
    }

    var settings: [(String, JSON)] {
        [("beta_1", .number(beta1)), ("beta_2", .number(beta2)), ("epsilon", .number(epsilon))]
    }
}

extension RMSprop: KerasRule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            rho: try settings.double("rho") ?? 0.9, momentum: try settings.double("momentum") ?? 0,
            epsilon: try settings.double("epsilon") ?? 1e-7, centered: try settings.bool("centered") ?? false)
    }

    var settings: [(String, JSON)] {
        [
            ("rho", .number(rho)), ("momentum", .number(momentum)), ("epsilon", .number(epsilon)),
            ("centered", .bool(centered)),
        ]
    }
}

extension Adagrad: KerasRule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            initialAccumulatorValue: try settings.double("initial_accumulator_value") ?? 0.1,
            epsilon: try settings.double("epsilon") ?? 1e-7)
    }

    var settings: [(String, JSON)] {
        [("initial_accumulator_value", .number(initialAccumulatorValue)), ("epsilon", .number(epsilon))]
    }
}

extension Adadelta: KerasRule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(rho: try settings.double("rho") ?? 0.95, epsilon: try settings.double("epsilon") ?? 1e-7)
    }

    var settings: [(String, JSON)] { [("rho", .number(rho)), ("epsilon", .number(epsilon))] }
}

extension Adamax: KerasRule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            beta1: try settings.double("beta_1") ?? 0.9, beta2: try settings.double("beta_2") ?? 0.999,
            epsilon: try settings.double("epsilon") ?? 1e-7)
    }

    var settings: [(String, JSON)] {
        [("beta_1", .number(beta1)), ("beta_2", .number(beta2)), ("epsilon", .number(epsilon))]
    }
}

extension Ftrl: KerasRule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(
            learningRatePower: try settings.double("learning_rate_power") ?? -0.5,
            initialAccumulatorValue: try settings.double("initial_accumulator_value") ?? 0.1,
            l1RegularizationStrength: try settings.double("l1_regularization_strength") ?? 0,
            l2RegularizationStrength: try settings.double("l2_regularization_strength") ?? 0,
            l2ShrinkageRegularizationStrength: try settings.double("l2_shrinkage_regularization_strength") ?? 0,
            beta: try settings.double("beta") ?? 0)
    }

    var settings: [(String, JSON)] {
        [
            ("learning_rate_power", .number(learningRatePower)),
            ("initial_accumulator_value", .number(initialAccumulatorValue)),
            ("l1_regularization_strength", .number(l1RegularizationStrength)),
            ("l2_regularization_strength", .number(l2RegularizationStrength)),
            ("l2_shrinkage_regularization_strength", .number(l2ShrinkageRegularizationStrength)),
            ("beta", .number(beta)),
        ]
    }
}

extension Lion: KerasRule {
    init(_ settings: inout KerasSettings) throws(ConfigurationError) {
        self.init(beta1: try settings.double("beta_1") ?? 0.9, beta2: try settings.double("beta_2") ?? 0.99)
    }

    var settings: [(String, JSON)] { [("beta_1", .number(beta1)), ("beta_2", .number(beta2))] }
}
