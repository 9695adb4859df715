import Sumi
import Testing

struct OptimizerTests {
    @Test("the tutorial's Adam: momentum is beta 1, nesterov is Nadam, decay is the inverse-time schedule")
    func tutorialsAdam() throws {
        let rate = 1e-3
        let optimizer = Optimizer.adam(learningRate: rate, decay: rate / 10, momentum: 0.8, nesterov: true)
        try optimizer.validate()
        let config = try #require(optimizer.configuration)
        #expect(config["class_name"]?.string == "Nadam")
        #expect(config["config"]?["beta_1"]?.double == 0.8)
        let schedule = Optimizer.adam(learningRate: .inverseTimeDecay(rate, decaySteps: 1, decayRate: rate / 10))
        for step in [0, 1, 7, 4690] {
            #expect(optimizer.learningRate(atStep: step) == schedule.learningRate(atStep: step))
            let exact = rate / (1 + rate / 10 * Double(step))
            #expect(abs(optimizer.learningRate(atStep: step) - exact) < 1e-9)
        }
    }

    @Test("a plain Adam has Keras' defaults")
    func defaults() throws {
        let config = try #require(Optimizer.adam().configuration?["config"])
        #expect(config["beta_1"]?.double == 0.9)
        #expect(config["beta_2"]?.double == 0.999)
        #expect(config["epsilon"]?.double == 1e-7)
        #expect(config["learning_rate"]?.double == 0.0010000000474974513)
        #expect(Optimizer.adamW().weightDecay == 0.004)
        #expect(Optimizer.sgd().learningRate(atStep: 0) == Double(Float(0.01)))
    }

    @Test(
        "bad settings are errors that name them",
        arguments: [
            (Optimizer.adam(learningRate: -0.1), "learning rate"),
            (.sgd(learningRate: Double.nan), "learning rate"),
            (.sgd(clipNorm: 1, clipValue: 1), "clipNorm and clipValue"),
            (.sgd(clipNorm: -1), "clipNorm"),
            (.sgd(momentum: 2), "momentum"),
            (.adam(beta1: 1), "beta1"),
            (.adam(beta1: 0.8, momentum: 0.9), "momentum and beta1"),
            (.adam(amsgrad: true, nesterov: true), "amsgrad"),
            (.adam(decay: -1), "decay"),
            (.adam(learningRate: .cosineDecay(0.1, decaySteps: 10), decay: 0.1), "schedule"),
            (.adam(learningRate: .exponentialDecay(0.1, decaySteps: 0, decayRate: 0.5)), "decaySteps"),
            (.sgd(useEMA: true, emaMomentum: 1.5), "emaMomentum"),
            (.sgd(gradientAccumulationSteps: 1), "gradientAccumulationSteps"),
            (.sgd(weightDecay: -0.1), "weightDecay"),
            ("adams", "adams"),
        ] as [(Optimizer, String)])
    func badSettings(_ optimizer: Optimizer, _ word: String) throws {
        let text = try #require(Traced.error { try optimizer.validate() })
        #expect(text.contains("optimizer \"") && text.contains(word), "\(text)")
    }

    @Test("with accumulation schedules count batches and the rule counts updates")
    func accumulation() {
        let optimizer = Optimizer.adam(
            learningRate: .exponentialDecay(1, decaySteps: 1, decayRate: 0.5), gradientAccumulationSteps: 3)
        #expect((0..<7).map(optimizer.isUpdate) == [false, false, true, false, false, true, false])
        #expect((0..<7).map(optimizer.updates(beforeStep:)) == [0, 0, 0, 1, 1, 1, 2])
        #expect(optimizer.learningRate(atStep: 2) == 0.25)
    }

    @Test("a rule of one's own keeps slots and shares scalars")
    func ownRule() throws {
        struct Slow: OptimizerRule {
            func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor {
                let count = step.slot("count", weight.type) + 1
                step.set("count", to: count)
                let rate = step.once("rate") { step.learningRate / (step.iteration + 1) }
                return weight - rate * gradient / count
            }
        }
        let optimizer = Optimizer(Slow(), learningRate: 0.5)
        try optimizer.validate()
        #expect(optimizer.name == "slow")
        let weights = try run(optimizer, steps: 2, gradient: 1, start: 1)
        #expect(weights == [0.5, 0.5 - 0.25 / 2])
    }

    @Test("a schedule of one's own is asked on the host")
    func ownSchedule() {
        struct Alternating: Schedule {
            func learningRate(atStep step: Int) -> Double { step % 2 == 0 ? 0.1 : 0.2 }
        }
        let optimizer = Optimizer.sgd(learningRate: Alternating())
        #expect(optimizer.learningRate(atStep: 1) == Double(Float(0.2)))
        #expect(optimizer.constantLearningRate == nil)
        #expect(Optimizer.sgd(learningRate: 1).constantLearningRate == 1)
    }

    /// Square roots of sums of squares: 0.1 at first, then the gradients of row 1, which is looked up twice.
    @Test(
        "the places where a row of an embedding was looked up are squared apart, as Keras on TensorFlow does",
        arguments: [(Optimizer.adagrad(learningRate: 1), 3 / (0.1 + 1 + 4).squareRoot()), (.sgd(learningRate: 1), 3)])
    func lookups(_ optimizer: Optimizer, _ change: Double) throws {
        let trace = Trace()
        let scope = Scope(trace: trace, isTraining: true, registry: WeightRegistry())
        let table = scope.weight("table", [3, 1], .zeros)
        let rows = trace.constant(try Tensor(shape: [3], scalars: [Int32(1), 1, 2]))
        let loss = (table.gathered(rows, .slices(axis: 0)) * trace.floats([1, 2, 0], [3, 1])).sum()
        let gradient = trace.gradients(of: [loss], withRespectTo: [table])[0]
        let item = (weight: scope.registry.weights[0], value: table, gradient: gradient)
        let variables = optimizer.apply(
            [item], learningRate: trace.constant(1), iteration: trace.constant(0), in: trace)
        let engine = ReferenceEngine()
        let state = engine.makeState()
        try state.write("table", Tensor.zeros([3, 1]))
        for variable in variables {
            let values = [Double](repeating: variable.initialValue, count: 3)
            try state.write(
                variable.parameter.name, Tensor(shape: [3, 1], doubles: values, elementType: .float32))
        }
        _ = try engine.compile(trace.graph(outputs: []), state: state).run([])
        let values = try state.read("table").doubles
        #expect(values[0] == 0 && values[2] == 0)
        #expect(abs(values[1] + change) < 1e-6)
    }

    @Test("settings of Keras 2 are read: lr and decay")
    func kerasTwo() throws {
        let json: JSON = [
            "class_name": "Custom>Adam",
            "config": ["name": "Adam", "lr": 0.01, "decay": 0.5, "is_legacy_optimizer": true],
        ]
        let optimizer = try Optimizer(configuration: json)
        #expect(optimizer.learningRate(atStep: 2) == Double(Float(0.01) / 2))
    }

    @Test("two weights whose paths differ by a slash only have slots of their own")
    func slotNames() throws {
        let trace = Trace()
        let scope = Scope(trace: trace, isTraining: true, registry: WeightRegistry())
        let first = scope.child("a", index: 0).child("b", index: 0).weight("c", [1], .zeros)
        let second = scope.child("a_b", index: 1).weight("c", [1], .zeros)
        let items = zip(scope.registry.weights, [first, second]).map { weight, value in
            (weight: weight, value: value, gradient: value)
        }
        let one = trace.constant(1)
        let variables = Optimizer.adam().apply(items, learningRate: one, iteration: one, in: trace)
        #expect(Set(variables.map(\.parameter.name)).count == 4)
        #expect(variables.map(\.kerasName) == ["a_b_c_momentum", "a_b_c_velocity", "a_b_c_momentum", "a_b_c_velocity"])
    }

    /// A single weight that is `start` before `steps` steps with one gradient; its value after each.
    private func run(_ optimizer: Optimizer, steps: Int, gradient: Double, start: Double) throws -> [Double] {
        let trace = Trace()
        let scope = Scope(trace: trace, isTraining: true, registry: WeightRegistry())
        let value = scope.weight("w", [1], .zeros)
        let item = (weight: scope.registry.weights[0], value: value, gradient: trace.floats([gradient], [1]))
        let rate = trace.input("rate", TensorType([]))
        let iteration = trace.input("iteration", TensorType([]))
        let variables = optimizer.apply([item], learningRate: rate, iteration: iteration, in: trace)
        let engine = ReferenceEngine()
        let state = engine.makeState()
        try state.write("w", Tensor([Float(start)]))
        for variable in variables {
            let values = [Double](repeating: variable.initialValue, count: variable.parameter.type.shape.count)
            try state.write(
                variable.parameter.name,
                Tensor(shape: variable.parameter.type.shape, doubles: values, elementType: .float32))
        }
        let program = try engine.compile(trace.graph(outputs: []), state: state)
        return try (0..<steps).map { step in
            let inputs = [optimizer.learningRate(atStep: step), Double(optimizer.updates(beforeStep: step))]
            _ = try program.run(inputs.map { .tensor(try Tensor(Float($0))) })
            return try state.read("w").doubles[0]
        }
    }
}
