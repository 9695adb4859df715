import Sumi
import SumiNN
import Testing

/// Training steps of one's own, and other functions of models.
struct TrainingStepTests {
    private func model() throws -> Sequential {
        let model = Sequential {
            Input(2)
            Dense(4, activation: .tanh, kernelRegularizer: .l2(0.1))
            BatchNormalization()
            Dropout(0.25)
            Dense(1)
        }
        model.seed = 2
        try model.compile(
            optimizer: .adam(learningRate: 0.05), loss: .meanSquaredError, metrics: ["mae"], engine: ReferenceEngine())
        return model
    }

    private func data() throws -> (Tensor, Tensor) {
        var random = RandomStream(seed: 4)
        let x = try Tensor((0..<24).map { _ in [random.float(), random.float()] })
        return (x, try Tensor((0..<24).map { _ in [random.float()] }))
    }

    @Test("Keras' usual step written by hand makes the same weights and logs")
    func usualStep() throws {
        let (x, y) = try data()
        let (a, b) = (try model(), try model())
        b.trainStep = { step in
            let prediction = step.model(step.x)
            let loss = step.loss(prediction)
            step.apply(step.gradients(of: loss, withRespectTo: step.trainableWeights))
            step.updateMetrics(prediction)
            return ["loss": loss]
        }
        let histories = try [a, b].map { try $0.fit(x, y, batchSize: 7, epochs: 2, verbose: 0, validationSplit: 0.25) }
        #expect(try a.getWeights() == b.getWeights())
        #expect(histories[0].history == histories[1].history)
    }

    @Test("a step may log what it likes, and say what is wrong")
    func logsAndErrors() throws {
        let (x, y) = try data()
        let model = try model()
        model.trainStep = { step in
            let loss = step.loss(step.model(step.x))
            step.minimize(loss)
            return ["loss": loss, "batch": step.trace.constant(Double(step.batchSize))]
        }
        let history = try model.fit(x, y, batchSize: 10, verbose: 0)
        // 10, 10 and 4 samples: the mean counts samples.
        #expect(abs((history["batch"].first ?? 0) - 9) < 1e-5)
        model.trainStep = { step in ["loss": step.model(step.x)] }
        let message = ModelTests.failure { try model.fit(x, y, verbose: 0) }
        #expect(message.contains("a log is one float32 number"))
    }

    @Test("gradients with respect to inputs are those of the mathematics")
    func inputGradients() throws {
        let model = Sequential {
            Input(3)
            Dense(1, useBias: false)
        }
        model.engine = ReferenceEngine()
        try model.setWeights([try Tensor([[Float(2)], [-1], [0.5]])])
        let slope = model.function { step in
            let y = step.model(step.inputs[0])
            return step.gradients(of: (y * y).sum(), withRespectTo: [step.inputs[0]])
        }
        // y = 2 − 2 + 1.5 = 1.5, d(y²) = 2 y w.
        let gradient = try slope(try Tensor([[Float(1), 2, 3]]))[0]
        #expect(gradient.doubles == [6, -3, 1.5])
        try model.setWeights([try Tensor([[Float(1)], [0], [0]])])
        #expect(try slope(try Tensor([[Float(1), 2, 3]]))[0].doubles == [2, 0, 0])
    }

    @Test("inputs of other sizes than the model's are told with layer and weight")
    func wrongSizes() throws {
        let model = try model()
        let answer = model.function { step in [step.model(step.inputs[0])] }
        let message = ModelTests.failure { _ = try answer(try Tensor.ones([1, 5])) }
        #expect(message.contains("layer \"sequential/dense\"") && message.contains("[2, 4]"))
        #expect(message.contains("[5, 4]"))
    }

    @Test("a function that trains goes on after another compile, and on another engine")
    func functionAfterCompile() throws {
        let (x, y) = try data()
        let model = try model()
        let train = model.function(training: true) { step in
            let error = step.model(step.inputs[0]) - step.inputs[1]
            let loss = error.squared().mean()
            step.minimize(loss)
            return [loss]
        }
        let first = try train(x, y)[0].doubles[0]
        for _ in 0..<20 { _ = try train(x, y) }
        try model.compile(optimizer: .sgd(learningRate: 0.01, momentum: 0.5), loss: .meanSquaredError)
        for _ in 0..<5 { _ = try train(x, y) }
        model.engine = CPUEngine(threads: 1)
        #expect(try train(x, y)[0].doubles[0] < first)
    }

    @Test("a gradient penalty: gradients of gradients are part of the loss")
    func gradientPenalty() throws {
        let (x, y) = try data()
        let model = try model()
        model.trainStep = { step in
            let prediction = step.model(step.x)
            let slope = step.gradients(of: prediction.sum(), withRespectTo: [step.x])[0]
            let loss = step.loss(prediction) + slope.squared().sum() * 0.01
            step.minimize(loss)
            return ["loss": loss]
        }
        let history = try model.fit(x, y, epochs: 20, verbose: 0)
        #expect((history["loss"].last ?? 1) < (history["loss"].first ?? 0))
    }

    @Test("a function of no model")
    func tracedFunction() throws {
        let slope = TracedFunction(engine: ReferenceEngine()) { inputs in
            let y = inputs[0] * inputs[0] * inputs[1]
            return y.trace.gradients(of: [y.sum()], withRespectTo: inputs)
        }
        let result = try slope(try Tensor([Float(1), 2]), try Tensor([Float(3), 4]))
        #expect(result.map(\.doubles) == [[6, 16], [1, 4]])
        let wrong = TracedFunction(engine: ReferenceEngine()) { [$0[0] + $0[1]] }
        let message = ModelTests.failure { _ = try wrong(try Tensor([Float(1), 2]), try Tensor([Float(3), 4, 5])) }
        #expect(message.contains("[2]") && message.contains("[3]"))
    }

    @Test("two models that share layers train in turn, as a generator and its judge do")
    func adversaries() throws {
        let judge = Sequential(name: "judge") {
            Input(2)
            Dense(4, activation: .tanh)
            Dense(1, activation: .sigmoid)
        }
        let generator = Sequential(name: "generator") {
            Input(1)
            Dense(2)
        }
        judge.engine = ReferenceEngine()
        try judge.compile(optimizer: .sgd(learningRate: 0.1), loss: .binaryCrossentropy)
        let noise = Input(1)
        let both = Model(inputs: noise, outputs: judge(generator(noise)))
        both.engine = ReferenceEngine()
        judge.trainable = false
        try both.compile(optimizer: .sgd(learningRate: 0.1), loss: .binaryCrossentropy)
        let (x, z) = (try data().0, try Tensor.ones([24, 1]))
        let before = (try judge.getWeights(), try generator.getWeights())
        try both.fit(z, try Tensor.ones([24, 1]), verbose: 0)
        #expect(try judge.getWeights() == before.0)
        #expect(try generator.getWeights() != before.1)
        // Compiled while it was trainable, the judge still learns on its own; the other model sees what it learnt.
        let answer = try both.predict(z, verbose: 0)
        try judge.fit(x, try Tensor.ones([24, 1]), verbose: 0)
        #expect(try judge.getWeights() != before.0)
        #expect(try both.predict(z, verbose: 0) != answer)
    }
}
