import Sumi
import SumiTestSupport
import Testing

struct LossTests {
    @Test("a loss behind softmax is taken of the logits, and does not clip")
    func fusedForm() throws {
        let values = try Traced.values { trace in
            let logits = trace.floats([700, 0, -700], [1, 3])
            let probabilities = logits.softmax()
            probabilities.remember(logits: logits)
            let label = trace.floats([2], [1])
            let oneHot = trace.floats([0, 0, 1], [1, 3])
            return [
                Loss.sparseCategoricalCrossentropy.trace(label, probabilities),
                Loss.categoricalCrossentropy.trace(oneHot, probabilities),
                Loss.sparseCategoricalCrossentropy.trace(label, logits.softmax()),
            ]
        }
        #expect(values[0] == [1400])
        #expect(values[1] == [1400])
        #expect(values[2][0] < 17, "plain probabilities are clipped")
    }

    @Test("which of softmax and sigmoid it was is not asked")
    func eitherActivation() throws {
        let values = try Traced.values { trace in
            let logits = trace.floats([2, -1, 0.5], [1, 3])
            let probabilities = logits.sigmoid()
            probabilities.remember(logits: logits)
            let target = trace.floats([0, 1, 0], [1, 3])
            return [
                Loss.categoricalCrossentropy.trace(target, probabilities),
                Loss.categoricalCrossentropy(fromLogits: true).trace(target, logits),
            ]
        }
        #expect(values[0] == values[1])
    }

    @Test("focal losses work on probabilities whatever stands behind them")
    func focalIgnoresLogits() throws {
        let values = try Traced.values { trace in
            let logits = trace.floats([3, -1], [1, 2])
            let probabilities = logits.softmax()
            let plain = logits.softmax()
            probabilities.remember(logits: logits)
            let target = trace.floats([1, 0], [1, 2])
            let loss = Loss.categoricalFocalCrossentropy()
            return [loss.trace(target, probabilities), loss.trace(target, plain)]
        }
        #expect(values[0] == values[1])
    }

    @Test("binary cross-entropy of logit 0 has value log 2 and gradient 1/2 - target")
    func gradientAtZero() throws {
        let values = try Traced.values { trace in
            let logits = trace.floats([0, 0, 40, -40], [4, 1])
            let loss = Loss.binaryCrossentropy(fromLogits: true, reduction: .sum)
                .trace(trace.floats([1, 0, 1, 0], [4, 1]), logits)
            return [loss] + trace.gradients(of: [loss], withRespectTo: [logits])
        }
        #expect(abs(values[0][0] - 2 * 0.6931471805599453) < 1e-7)
        #expect(values[1][0] == -0.5)
        #expect(values[1][1] == 0.5)
        #expect(values[1][2] < 0 && values[1][2] > -1e-16, "the gradient of what is right does not vanish in rounding")
    }

    @Test("a weight for each sample counts for all of its steps")
    func sampleWeightOfSequences() throws {
        let values = try Traced.values { trace in
            let prediction = trace.floats([1, 2, 3, 4], [2, 2, 1])
            let target = trace.floats([0, 0, 0, 0], [2, 2, 1])
            let weight = trace.floats([1, 10], [2])
            return [
                Loss.meanAbsoluteError(reduction: .none).trace(target, prediction, sampleWeight: weight),
                Loss.meanAbsoluteError.trace(target, prediction, sampleWeight: weight),
            ]
        }
        #expect(values[0] == [1, 2, 30, 40])
        #expect(values[1] == [73.0 / 4])
    }

    @Test("a mean over masked values divides by those that count")
    func mask() throws {
        let values = try Traced.values { trace in
            let prediction = trace.floats([1, 2, 30], [3, 1])
            let target = trace.floats([0, 0, 0], [3, 1])
            let mask = trace.floats([1, 1, 0], [3]) .> 0.5
            let none = trace.floats([0, 0, 0], [3]) .> 0.5
            return [
                Loss.meanAbsoluteError.trace(target, prediction, mask: mask),
                Loss.meanAbsoluteError.trace(target, prediction, mask: none),
            ]
        }
        #expect(values.flatMap { $0 } == [1.5, 0])
    }

    @Test("whole-number targets of any element type are converted")
    func integerTargets() throws {
        let values = try Traced.values { trace in
            let labels = trace.constant(try Tensor([UInt8(1), 0]))
            let probabilities = trace.floats([0.25, 0.75, 0.5, 0.5], [2, 2])
            return [Loss.sparseCategoricalCrossentropy(reduction: .none).trace(labels, probabilities)]
        }
        #expect(abs(values[0][0] - 0.2876820724) < 1e-6)
        #expect(abs(values[0][1] - 0.6931471806) < 1e-6)
    }

    @Test("targets that do not fit fail the trace with the loss's name and a hint")
    func shapes() throws {
        let message = Traced.failure { trace in
            Loss.categoricalCrossentropy.trace(trace.floats([1, 2], [2]), trace.floats([1, 0, 0, 1], [2, 2]))
        }
        let text = try #require(message)
        #expect(text.contains("loss \"categorical_crossentropy\""))
        #expect(text.contains("sparseCategoricalCrossentropy") && text.contains("toCategorical"))
    }

    @Test("a loss of one's own is reduced and weighted as any other")
    func ownLoss() throws {
        struct FourthPower: LossFunction {
            func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
                (target - prediction).squared().squared().mean(axes: [-1])
            }
        }
        let loss = Loss(FourthPower())
        #expect(loss.name == "fourth_power")
        let values = try Traced.values { trace in
            let prediction = trace.floats([1, 2], [2, 1])
            let value = loss.trace(trace.floats([0, 0], [2, 1]), prediction, sampleWeight: trace.floats([1, 3], [2]))
            return [value] + trace.gradients(of: [value], withRespectTo: [prediction])
        }
        #expect(values[0] == [(1 + 3 * 16) / 2])
        #expect(values[1] == [2, 48])
    }

    @Test(
        "Keras' names are losses",
        arguments: [
            ("mse", "mse"), ("MeanSquaredError", "mean_squared_error"), ("MSE", "mean_squared_error"),
            ("KLDivergence", "kl_divergence"), ("sparse_categorical_crossentropy", "sparse_categorical_crossentropy"),
        ])
    func names(_ name: String, _ expected: String) throws {
        let loss = Loss(named: name)
        try loss.validate()
        #expect(loss.name == expected)
    }

    @Test("a name that is no loss is an error that lists those there are")
    func unknownName() throws {
        let loss: Loss = "mean_square_error"
        let text = try #require(Traced.error { try loss.validate() })
        #expect(text.contains("mean_square_error") && text.contains("mean_squared_error"))
    }

    @Test(
        "settings go to Keras' form and back",
        arguments: [Loss.huber(delta: 2), .binaryCrossentropy(labelSmoothing: 0.1)])
    func configuration(_ loss: Loss) throws {
        let json = try #require(loss.configuration)
        #expect(try Loss(configuration: json).configuration == json)
    }

    @Test("an unknown setting is an error by name")
    func unknownSetting() throws {
        let json: JSON = ["class_name": "Huber", "config": ["detla": 1.0]]
        let text = try #require(Traced.error { _ = try Loss(configuration: json) })
        #expect(text.contains("Huber") && text.contains("detla"))
    }

    @Test(
        "a prediction that is not a number makes the loss none, on every engine",
        arguments: [
            Loss.meanSquaredError, .huber, .binaryCrossentropy, .categoricalCrossentropy,
            .sparseCategoricalCrossentropy,
            .categoricalCrossentropy(fromLogits: true), .sparseCategoricalCrossentropy(fromLogits: true),
            .binaryCrossentropy(fromLogits: true), .klDivergence, .poisson, .hinge,
        ])
    func notANumber(_ loss: Loss) throws {
        for tested in TestedEngine.all {
            let trace = Trace()
            let prediction = trace.input("prediction", TensorType([2, 2]))
            let isSparse = loss.name == "sparse_categorical_crossentropy"
            let target = isSparse ? trace.floats([0, 1], [2]) : trace.floats([1, 0, 0, 1], [2, 2])
            let graph = try trace.graph(outputs: [loss.trace(target, prediction)])
            let program = try tested.engine.compile(graph, state: tested.engine.makeState())
            let values = try program.run([.tensor(Tensor([[Float.nan, 0.5], [0.5, 0.5]]))])
            #expect(values[0].doubles[0].isNaN, "\(tested)")
        }
    }
}
