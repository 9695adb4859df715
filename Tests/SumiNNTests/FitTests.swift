import Sumi
import SumiNN
import Testing

/// The rules of `fit`, `evaluate` and `predict`.
struct FitTests {
    private static let failure = ModelTests.failure

    private func classifier(_ optimizer: Optimizer = .sgd(learningRate: 0.1), dropout: Double = 0) throws -> Sequential
    {
        let model = Sequential {
            Input(2)
            Dense(8, activation: .relu)
            Dropout(dropout)
            Dense(3, activation: .softmax)
        }
        model.seed = 11
        try model.compile(
            optimizer: optimizer, loss: .sparseCategoricalCrossentropy, metrics: [.accuracy], engine: ReferenceEngine())
        return model
    }

    private func data(_ count: Int) throws -> (Tensor, Tensor) {
        var stream = RandomStream(seed: 9)
        let x = (0..<count * 2).map { _ in stream.float() }
        let y = (0..<count).map { Int32(x[2 * $0] > 0.6 ? 2 : x[2 * $0 + 1] > 0.5 ? 1 : 0) }
        return (try Tensor(shape: [count, 2], scalars: x), try Tensor(y))
    }

    /// Counts what is called, and keeps the logs.
    final class Recorder: Callback {
        var events: [String] = []
        var steps = 0
        func setParameters(_ parameters: CallbackParameters) { steps = parameters.steps }
        func onTrainBegin(logs: Logs, model: Model) { events.append("train begin") }
        func onTrainEnd(logs: Logs, model: Model) { events.append("train end \(logs.names)") }
        func onEpochBegin(_ epoch: Int, logs: Logs, model: Model) { events.append("epoch \(epoch)") }
        func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) { events.append("end \(epoch) \(logs.names)") }
        func onTrainBatchBegin(_ batch: Int, logs: Logs, model: Model) { events.append("batch \(batch)") }
        func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) { events.append("done \(batch)") }
        func onTestBegin(logs: Logs, model: Model) { events.append("test begin") }
        func onTestEnd(logs: Logs, model: Model) { events.append("test end \(logs.names)") }
        func onTestBatchBegin(_ batch: Int, logs: Logs, model: Model) { events.append("test \(batch)") }
        func onTestBatchEnd(_ batch: Int, logs: Logs, model: Model) { events.append("tested \(batch)") }
        func onPredictBegin(logs: Logs, model: Model) { events.append("predict begin") }
        func onPredictEnd(logs: Logs, model: Model) { events.append("predict end") }
        func onPredictBatchBegin(_ batch: Int, logs: Logs, model: Model) { events.append("predict \(batch)") }
        func onPredictBatchEnd(_ batch: Int, logs: Logs, model: Model) { events.append("predicted \(batch)") }
    }

    @Test("callbacks are called in Keras' order")
    func order() throws {
        let (x, y) = try data(10)
        let recorder = Recorder()
        let model = try classifier()
        try model.fit(
            x, y, batchSize: 4, epochs: 2, verbose: 0, callbacks: [recorder], validationSplit: 0.2, initialEpoch: 1)
        #expect(recorder.steps == 2)
        #expect(
            recorder.events == [
                "train begin", "epoch 1", "batch 0", "done 0", "batch 1", "done 1", "test begin", "test 0", "tested 0",
                #"test end ["accuracy", "loss"]"#, #"end 1 ["accuracy", "loss", "val_accuracy", "val_loss"]"#,
                #"train end ["accuracy", "loss", "val_accuracy", "val_loss"]"#,
            ])
        recorder.events = []
        _ = try model.predict(x, batchSize: 8, verbose: 0, callbacks: [recorder])
        #expect(
            recorder.events == [
                "predict begin", "predict 0", "predicted 0", "predict 1", "predicted 1", "predict end",
            ])
    }

    @Test(
        "the validation part is the last rows, as many as Keras leaves",
        arguments: [(100, 0.9, 9), (10, 0.25, 7), (10, 0.1, 9), (1000, 0.1, 900), (3, 0.5, 1)])
    func split(count: Int, share: Double, training: Int) throws {
        let set = SampleSet(samples: Samples(try Tensor.zeros([count]), try Tensor.zeros([count])), range: 0..<count)
        let parts = try set.split(share, place: "")
        #expect(parts.training.range == 0..<training)
        #expect(parts.validation.range == training..<count)
    }

    @Test("validation sees the last rows whatever the order of training")
    func validationRows() throws {
        let (x, y) = try data(20)
        let model = try classifier(.sgd(learningRate: 0))
        let history = try model.fit(x, y, batchSize: 6, verbose: 0, validationSplit: 0.25)
        let score = try model.evaluate(try x[15..<20], try y[15..<20], verbose: 0)
        #expect(abs((history["val_loss"].first ?? 0) - score.loss) < 1e-6)
    }

    @Test("the same seed gives the same bits, with shuffling and dropout")
    func repeatable() throws {
        let (x, y) = try data(30)
        func train(seed: UInt64) throws -> [Tensor] {
            let model = try classifier(dropout: 0.5)
            model.seed = seed
            try model.fit(x, y, batchSize: 7, epochs: 2, verbose: 0)
            return try model.getWeights()
        }
        let first = try train(seed: 1)
        #expect(try train(seed: 1) == first)
        #expect(try train(seed: 2) != first)
    }

    @Test("each epoch takes the samples in another order, each of them once")
    func shuffling() throws {
        final class Seen: Callback {
            var losses: [Double] = []
            func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) { losses.append(logs["loss"] ?? 0) }
        }
        let x = try Tensor(shape: [6, 1], scalars: [Float](arrayLiteral: 1, 2, 4, 8, 16, 32))
        let model = Sequential {
            Input(1)
            OneWeight()
        }
        try model.compile(optimizer: .sgd(learningRate: 0), loss: .meanAbsoluteError, engine: ReferenceEngine())
        func epochs(_ shuffle: Bool) throws -> [[Double]] {
            let seen = Seen()
            try model.fit(
                x, try Tensor.zeros([6, 1]), batchSize: 1, epochs: 2, verbose: 0, callbacks: [seen], shuffle: shuffle)
            return [Array(seen.losses[..<6]), Array(seen.losses[6...])].map { means in
                means.enumerated().map { ($1 * Double($0 + 1) - ($0 > 0 ? means[$0 - 1] * Double($0) : 0)).rounded() }
            }
        }
        let still = try epochs(false)
        #expect(still == [[1, 2, 4, 8, 16, 32], [1, 2, 4, 8, 16, 32]])
        let shuffled = try epochs(true)
        #expect(shuffled[0] != shuffled[1])
        #expect(shuffled.allSatisfy { $0.sorted() == still[0] })
    }

    @Test("class weights count as sample weights; both at once are refused")
    func classWeights() throws {
        let (x, y) = try data(12)
        let (a, b) = (try classifier(), try classifier())
        try a.fit(x, y, verbose: 0, classWeight: [0: 2, 2: 0.5])
        let weights = y.doubles.map { Float([2, 1, 0.5][Int($0)]) }
        try b.fit(x, y, verbose: 0, sampleWeight: try Tensor(weights))
        #expect(try a.getWeights() == b.getWeights())
        let both = Self.failure {
            try a.fit(x, y, verbose: 0, classWeight: [0: 2], sampleWeight: try Tensor(weights))
        }
        #expect(both.contains("classWeight and sampleWeight"))
    }

    @Test("accumulated gradients make one update of several batches")
    func accumulation() throws {
        let (x, y) = try data(12)
        var optimizer = Optimizer.sgd(learningRate: 0.1)
        optimizer.gradientAccumulationSteps = 3
        let (a, b) = (try classifier(optimizer), try classifier())
        try a.fit(x, y, batchSize: 4, verbose: 0, shuffle: false)
        try b.fit(x, y, batchSize: 12, verbose: 0, shuffle: false)
        for (u, v) in zip(try a.getWeights(), try b.getWeights()) {
            #expect(zip(u.doubles, v.doubles).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    @Test("a loss that turns NaN stops training where it is asked to")
    func terminateOnNaN() throws {
        let (x, y) = try data(12)
        let bad = try Tensor(shape: [12, 2], scalars: x.doubles.map { _ in Float.nan })
        let model = try classifier()
        model.console = Console(isTerminal: false) { _ in }
        let history = try model.fit(bad, y, batchSize: 4, epochs: 3, verbose: 0, callbacks: [TerminateOnNaN()])
        #expect(history["loss"].count == 1)
        #expect(model.stopTraining)
        let message = Self.failure {
            try model.fit(bad, y, verbose: 0, callbacks: [TerminateOnNaN(raiseError: true)])
        }
        #expect(message.contains("the loss is NaN in batch 0"))
    }

    @Test("a model without trainable weights still goes through its epochs")
    func nothingToTrain() throws {
        let model = Sequential {
            Input(2)
            Flatten()
        }
        try model.compile(loss: .meanSquaredError, engine: ReferenceEngine())
        let history = try model.fit(try Tensor.ones([4, 2]), try Tensor.zeros([4, 2]), verbose: 0)
        #expect(history["loss"] == [1])
        try model.compile(engine: ReferenceEngine())
        let message = Self.failure { try model.fit(try Tensor.ones([4, 2]), try Tensor.zeros([4, 2]), verbose: 0) }
        #expect(message.contains("compile the model with a loss"))
    }

    @Test("uint8 pixels of a data set reach the model as value / 255, plain bytes as they are")
    func pixels() throws {
        struct Pixels: LabelledData {
            var inputs: Tensor
            var targets: Tensor
        }
        let bytes = try Tensor(shape: [2, 2, 2], scalars: [UInt8](arrayLiteral: 0, 51, 102, 255, 1, 2, 3, 4))
        let model = Sequential {
            Input(2, 2, 1)
            Flatten()
        }
        model.engine = ReferenceEngine()
        let set = Pixels(inputs: bytes, targets: try Tensor([Int32(0), 1]))
        let scaled = try model.predict(set, verbose: 0)
        #expect(zip(scaled.doubles, bytes.doubles).allSatisfy { abs($0 - $1 / 255) < 1e-7 })
        #expect(try model.predict(bytes, verbose: 0).doubles == bytes.doubles)
    }

    @Test("steps of an epoch can be limited")
    func steps() throws {
        let (x, y) = try data(20)
        let recorder = Recorder()
        try classifier().fit(x, y, batchSize: 4, verbose: 0, callbacks: [recorder], stepsPerEpoch: 2)
        #expect(recorder.events.filter { $0.hasPrefix("done") }.count == 2)
    }

    @Test("one batch at a time")
    func batches() throws {
        let (x, y) = try data(8)
        let (a, b) = (try classifier(), try classifier())
        try a.fit(x, y, batchSize: 8, verbose: 0, shuffle: false)
        let before = try b.testOnBatch(x, y)
        let score = try b.trainOnBatch(x, y)
        #expect(try a.getWeights() == b.getWeights())
        #expect(abs(score.loss - before.loss) < 1e-6 && score[1] == score.accuracy)
        #expect(score["accuracy"] == score.accuracy && score[0] == score.loss)
        #expect(score["nothing"].isNaN && score[7].isNaN)
        #expect(try b.predictOnBatch(x).shape == [8, 3])
    }

    @Test("one sample, one class, a batch of one, a batch larger than the data")
    func smallest() throws {
        let (x, y) = try data(5)
        let model = try classifier()
        try model.fit(try x[0..<1], try y[0..<1], verbose: 0)
        try model.fit(x, y, batchSize: 1, verbose: 0)
        try model.fit(x, y, batchSize: .max, verbose: 0)
        #expect(try model.predict(try x[0..<1], batchSize: 1, verbose: 0).shape == [1, 3])
        let one = Sequential {
            Input(2)
            Dense(1, activation: .softmax)
        }
        try one.compile(loss: .sparseCategoricalCrossentropy, metrics: [.accuracy], engine: ReferenceEngine())
        try one.fit(x, try Tensor.zeros([5], as: .int32), verbose: 0)
        #expect(try one.evaluate(x, try Tensor.zeros([5], as: .int32), verbose: 0).loss == 0)
    }

    @Test("what does not fit is told before training begins, with the way out")
    func errors() throws {
        let (x, y) = try data(10)
        let model = try classifier()
        let weights = try model.getWeights()
        func expect(_ text: String, _ body: () throws -> Void) {
            let message = Self.failure(body)
            #expect(message.contains(text))
        }
        expect("x holds 10 samples and y 9") { try model.fit(x, try y[0..<9], verbose: 0) }
        expect("not a single sample") { try model.fit(try Tensor.zeros([0, 2]), try Tensor.zeros([0]), verbose: 0) }
        expect("takes samples of (2,) and the data's samples are of (3,)") {
            try model.fit(try Tensor.zeros([10, 3]), y, verbose: 0)
        }
        expect("the label at index 4 is 7") {
            let labels = y.doubles.enumerated().map { Int32($0 == 4 ? 7 : $1) }
            try model.fit(x, try Tensor(labels), verbose: 0)
        }
        expect("batchSize is 0") { try model.fit(x, y, batchSize: 0, verbose: 0) }
        expect("epochs is -1") { try model.fit(x, y, epochs: -1, verbose: 0) }
        expect("verbose is 3") { try model.fit(x, y, verbose: 3) }
        expect("leaves 0 for training and 10 for validation") {
            try model.fit(x, y, verbose: 0, validationSplit: 0.95)
        }
        expect("validationSplit is 1.5") { try model.fit(x, y, verbose: 0, validationSplit: 1.5) }
        expect("sampleWeight is of shape [3]") {
            try model.fit(x, y, verbose: 0, sampleWeight: try Tensor.ones([3]))
        }
        #expect(try model.getWeights() == weights)
        let categorical = try classifier()
        try categorical.compile(loss: .categoricalCrossentropy)
        expect("sparseCategoricalCrossentropy") { try categorical.fit(x, y, verbose: 0) }
        expect("toCategorical") { try categorical.fit(x, y, verbose: 0) }
        let fresh = Sequential {
            Input(2)
            Dense(3)
        }
        expect("call compile(optimizer:loss:metrics:) first") { try fresh.fit(x, y, verbose: 0) }
        expect("call compile(optimizer:loss:metrics:) first") { _ = try fresh.evaluate(x, y, verbose: 0) }
    }

    @Test("a model without an engine says how to get one; this product has one")
    func defaultEngine() throws {
        let model = Sequential {
            Input(2)
            Dense(3)
        }
        #expect(model.engine.name.hasPrefix("CPU"))
    }

    @Test("a quiet fit prints nothing, a loud one an epoch's lines")
    func printing() throws {
        let (x, y) = try data(10)
        let model = try classifier()
        let recorder = ProgressBarTests.Recorder()
        model.console = recorder.console(isTerminal: false)
        try model.fit(x, y, verbose: 0)
        #expect(recorder.text.isEmpty)
        try model.fit(x, y, batchSize: 5, epochs: 2, verbose: 2, validationSplit: 0.2)
        let lines = recorder.text.split(separator: "\n")
        #expect(lines.count == 4 && lines[0] == "Epoch 1/2" && lines[1].hasPrefix("2/2 - 0s - "))
        #expect(lines[1].contains(" - accuracy: ") && lines[1].contains(" - val_loss: "))
    }
}
