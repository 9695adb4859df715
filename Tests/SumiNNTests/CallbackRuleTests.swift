import Sumi
import SumiNN
import Testing

/// Rules of early stopping and its like on scripted logs. What should come out was recorded from Keras 3.15.1's
/// callbacks, driven with the same logs.
struct CallbackRuleTests {
    /// How a callback went through an epoch's values.
    struct Outcome: Equatable {
        /// The last epoch, counted from 0.
        var last: Int
        /// The epoch whose weights the model has at the end.
        var weights: Int
    }

    /// A compiled model with one weight, to which each epoch gives its own number.
    static func model() throws -> Model {
        let model = Sequential {
            Input(1)
            OneWeight()
        }
        try model.compile(
            optimizer: .sgd(learningRate: 0.1), loss: .meanSquaredError, metrics: [.accuracy],
            engine: ReferenceEngine())
        return model
    }

    static func run(_ callback: any Callback, _ values: [Double], name: String, on model: Model) throws -> Outcome {
        try callback.onTrainBegin(logs: Logs(), model: model)
        var last = 0
        for (epoch, value) in values.enumerated() {
            try model.setWeights([Tensor([Float(epoch)])])
            try callback.onEpochBegin(epoch, logs: Logs(), model: model)
            try callback.onEpochEnd(epoch, logs: Logs([(name, value)]), model: model)
            last = epoch
            if model.stopTraining { break }
        }
        try callback.onTrainEnd(logs: Logs(), model: model)
        return Outcome(last: last, weights: Int(try model.getWeights()[0].doubles[0]))
    }

    static let falling = [1.0, 0.8, 0.9, 0.85, 0.7, 0.75, 0.72, 0.71, 0.73, 0.74]

    struct StoppingCase: CustomTestStringConvertible, @unchecked Sendable {
        var testDescription: String
        var callback: () -> EarlyStopping
        var values = CallbackRuleTests.falling
        var name = "val_loss"
        var expected: Outcome
        var best: Int
        var stopped: Int
    }

    static let stoppingCases: [StoppingCase] = [
        StoppingCase(
            testDescription: "patience 0", callback: { EarlyStopping() }, expected: Outcome(last: 2, weights: 2),
            best: 1, stopped: 2),
        StoppingCase(
            testDescription: "patience 1", callback: { EarlyStopping(patience: 1) },
            expected: Outcome(last: 2, weights: 2), best: 1, stopped: 2),
        StoppingCase(
            testDescription: "patience 3", callback: { EarlyStopping(patience: 3) },
            expected: Outcome(last: 7, weights: 7), best: 4, stopped: 7),
        StoppingCase(
            testDescription: "the best weights come back",
            callback: { EarlyStopping(patience: 2, restoreBestWeights: true) },
            expected: Outcome(last: 3, weights: 1), best: 1, stopped: 3),
        StoppingCase(
            testDescription: "the best weights come back without an early stop",
            callback: { EarlyStopping(patience: 20, restoreBestWeights: true) },
            expected: Outcome(last: 9, weights: 4), best: 4, stopped: 0),
        StoppingCase(
            testDescription: "a least change", callback: { EarlyStopping(minDelta: 0.15, patience: 2) },
            expected: Outcome(last: 3, weights: 3), best: 1, stopped: 3),
        StoppingCase(
            testDescription: "a baseline that is not beaten in time",
            callback: { EarlyStopping(patience: 3, baseline: 0.75) }, expected: Outcome(last: 2, weights: 2), best: 1,
            stopped: 2),
        StoppingCase(
            testDescription: "a baseline that is never beaten",
            callback: { EarlyStopping(patience: 3, baseline: 0.1, restoreBestWeights: true) },
            expected: Outcome(last: 2, weights: 1), best: 1, stopped: 2),
        StoppingCase(
            testDescription: "the first epochs do not count",
            callback: { EarlyStopping(patience: 1, startFromEpoch: 3) }, expected: Outcome(last: 5, weights: 5),
            best: 4, stopped: 5),
        StoppingCase(
            testDescription: "never after the first epoch", callback: { EarlyStopping() }, values: [1, 2],
            expected: Outcome(last: 1, weights: 1), best: 0, stopped: 1),
        StoppingCase(
            testDescription: "more is better",
            callback: { EarlyStopping(monitor: "val_accuracy", patience: 2, mode: .max) },
            values: [0.5, 0.6, 0.55, 0.58, 0.7], name: "val_accuracy", expected: Outcome(last: 3, weights: 3), best: 1,
            stopped: 3),
        StoppingCase(
            testDescription: "an accuracy's way is known",
            callback: { EarlyStopping(monitor: "val_accuracy", patience: 2) }, values: [0.5, 0.6, 0.55, 0.58, 0.7],
            name: "val_accuracy", expected: Outcome(last: 3, weights: 3), best: 1, stopped: 3),
        StoppingCase(
            testDescription: "NaN is no improvement", callback: { EarlyStopping(patience: 2) },
            values: [1, .nan, .nan, 0.5], expected: Outcome(last: 2, weights: 2), best: 0, stopped: 2),
    ]

    @Test("early stopping goes the way Keras goes", arguments: stoppingCases)
    func earlyStopping(_ item: StoppingCase) throws {
        let callback = item.callback()
        let outcome = try Self.run(callback, item.values, name: item.name, on: Self.model())
        #expect(outcome == item.expected)
        #expect(callback.bestEpoch == item.best)
        #expect(callback.stoppedEpoch == item.stopped)
    }

    @Test("early stopping asks for a mode where it cannot tell which way is better")
    func unknownDirection() throws {
        let error = #expect(throws: ModelError.self) {
            _ = try Self.run(EarlyStopping(monitor: "val_beauty"), [1], name: "val_beauty", on: Self.model())
        }
        #expect(error?.description.contains("mode: .max") == true)
    }

    struct PlateauCase: CustomTestStringConvertible, @unchecked Sendable {
        var testDescription: String
        var callback: () -> ReduceLROnPlateau
        var values = [Double](repeating: 1, count: 10)
        var expected: [Double]
    }

    static let plateauCases: [PlateauCase] = [
        PlateauCase(
            testDescription: "patience", callback: { ReduceLROnPlateau(factor: 0.5, patience: 2) },
            expected: [0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.0125, 0.0125, 0.00625, 0.00625]),
        PlateauCase(
            testDescription: "cooldown", callback: { ReduceLROnPlateau(factor: 0.5, patience: 2, cooldown: 2) },
            expected: [0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.0125, 0.0125]),
        PlateauCase(
            testDescription: "a least rate",
            callback: { ReduceLROnPlateau(factor: 0.1, patience: 1, minLR: 0.005) },
            expected: [0.1, 0.01] + [Double](repeating: 0.005, count: 8)),
        PlateauCase(
            testDescription: "a least change",
            callback: { ReduceLROnPlateau(factor: 0.5, patience: 2, minDelta: 0.05) },
            values: [1, 0.99, 0.98, 0.9, 0.89, 0.88, 0.87, 0.86],
            expected: [0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025, 0.0125]),
        PlateauCase(
            testDescription: "no patience", callback: { ReduceLROnPlateau(factor: 0.5, patience: 0) },
            values: falling,
            expected: [0.1, 0.1, 0.05, 0.025, 0.025, 0.0125, 0.00625, 0.003125, 0.0015625, 0.00078125]),
    ]

    @Test("the learning rate falls on a plateau the way Keras' does", arguments: plateauCases)
    func plateau(_ item: PlateauCase) throws {
        let model = try Self.model()
        let callback = item.callback()
        try callback.onTrainBegin(logs: Logs(), model: model)
        let rates = try item.values.enumerated().map { epoch, value in
            let logs = Logs([("val_loss", value)])
            let rate = try model.learningRate
            try callback.onEpochEnd(epoch, logs: logs, model: model)
            #expect(logs["learning_rate"] == rate)
            return try model.learningRate
        }
        #expect(zip(rates, item.expected).allSatisfy { abs($0 - $1) < 1e-7 } && rates.count == item.expected.count)
    }

    @Test("a factor of 1 or more is refused")
    func plateauFactor() throws {
        let model = try Self.model()
        #expect(throws: ModelError.self) {
            try ReduceLROnPlateau(factor: 1).onTrainBegin(logs: Logs(), model: model)
        }
    }

    @Test("a schedule's rate is set at the beginning of an epoch and logged at its end")
    func scheduler() throws {
        let model = try Self.model()
        let callback = LearningRateScheduler { epoch, rate in epoch == 0 ? rate : rate / 2 }
        for epoch in 0..<3 {
            try callback.onEpochBegin(epoch, logs: Logs(), model: model)
            let logs = Logs()
            try callback.onEpochEnd(epoch, logs: logs, model: model)
            #expect(abs((logs["learning_rate"] ?? 0) - 0.1 / Double(1 << epoch)) < 1e-8)
        }
    }

    @Test("a schedule of the optimizer cannot be overwritten")
    func scheduledRate() throws {
        let model = try Self.model()
        try model.compile(optimizer: .sgd(learningRate: CosineDecay(0.1, decaySteps: 10)), loss: .meanSquaredError)
        #expect(throws: ModelError.self) { try model.setLearningRate(0.5) }
    }
}

/// A layer with one weight: the input times it.
struct OneWeight: Layer {
    func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor { x * scope.weight("scale", [1], .ones) }
}
