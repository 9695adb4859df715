import Sumi
import SumiNN
import SumiTestSupport
import Testing

/// A predictor is a model as it was, for many tasks at once.
struct PredictorTests {
    private func classifier(_ engine: any Engine) -> Sequential {
        let model = Sequential {
            Input(12, 12, 3)
            Conv2D(8, kernelSize: 3, padding: .same, activation: .relu)
            BatchNormalization()
            MaxPooling2D(2)
            Dropout(0.5)
            Flatten()
            Dense(16, activation: .relu)
            Dense(5, activation: .softmax)
        }
        model.seed = 3
        model.engine = engine
        return model
    }

    private func images(_ count: Int, seed: UInt64) throws -> Tensor {
        var stream = RandomStream(seed: seed)
        return try Tensor(shape: [count, 12, 12, 3], scalars: (0..<count * 432).map { _ in stream.float() })
    }

    @Test("many tasks at once get the bits of the model's predict", arguments: TestedEngine.all)
    func manyTasks(tested: TestedEngine) async throws {
        let model = classifier(tested.engine)
        // Batches of several sizes, so that programs are compiled while others run.
        let batches = try (0..<24).map { try images(1 + $0 % 7 * 6, seed: UInt64($0)) }
        let expected = try batches.map { try model.predict($0, verbose: 0) }
        let predictor = try model.predictor()
        let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
            for round in 0..<4 {
                for index in batches.indices {
                    group.addTask {
                        let place = (index + round * 5) % batches.count
                        return try predictor.predict(batches[place]) != expected[place]
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wrong == 0, "of 96 calls")
    }

    @Test("training, new weights and new layers of the model do not reach it", arguments: TestedEngine.all)
    func isolation(tested: TestedEngine) throws {
        let model = classifier(tested.engine)
        let x = try images(6, seed: 1)
        let before = try model.predict(x, verbose: 0)
        let predictor = try model.predictor()
        let small = try predictor.predict(x[0..<2])
        try model.compile(optimizer: .sgd(learningRate: 0.5), loss: .sparseCategoricalCrossentropy)
        try model.fit(x, try Tensor([0, 1, 2, 3, 4, 0] as [Int32]), epochs: 2, verbose: 0)
        #expect(try model.predict(x, verbose: 0) != before)
        #expect(try predictor.predict(x) == before)
        // A size that is traced only now, too.
        #expect(try predictor.predict(x[0..<3]) == before[0..<3])
        try model.setWeights(try model.getWeights().map { try Tensor.zeros($0.shape) })
        model.removeLast()
        model.add(Dense(2))
        #expect(try predictor.predict(x) == before)
        #expect(try predictor.predict(x[0..<2]) == small)
    }

    @Test("several inputs and outputs, shared layers and nested models are predicted as the model does")
    func functional() throws {
        let tower = Sequential(name: "tower") {
            Input(4)
            Dense(3, activation: .tanh)
        }
        let twin = Dense(2).named("twin")
        let (a, b) = (Input(4, name: "a"), Input(4, name: "b"))
        let (left, right) = (tower(a), tower(b))
        let model = Model(
            inputs: [a, b], outputs: [Concatenate()(twin(left), twin(right)), Add()(left, right)], name: "pair")
        var stream = RandomStream(seed: 5)
        let x = try (0..<2).map { _ in try Tensor(shape: [70, 4], scalars: (0..<280).map { _ in stream.float() }) }
        let predictor = try model.predictor()
        let (ours, theirs) = (try predictor.predict(x), try model.predict(x, verbose: 0))
        #expect(ours.count == 2 && ours == theirs)
        #expect(predictor.outputNames == model.outputNames)
        #expect(try predictor.predict(x, batchSize: 7) == model.predict(x, batchSize: 7, verbose: 0))
    }

    @Test("what does not fit is told as the model tells it")
    func errors() throws {
        let model = classifier(ReferenceEngine())
        let predictor = try model.predictor()
        func message(_ body: () throws -> Tensor) -> String {
            do {
                return "\(try body().shape)"
            } catch {
                return "\(error)"
            }
        }
        for wrong in [try Tensor.zeros([2, 5]), try Tensor.zeros([0, 12, 12, 3]), try Tensor.zeros([])] {
            let ours = message { try predictor.predict(wrong) }
            #expect(ours == message { try model.predict(wrong, verbose: 0) })
            #expect(ours.contains("model \"sequential\""))
        }
        #expect(
            message { try predictor.predict(try Tensor.zeros([1, 12, 12, 3]), batchSize: 0) }.contains("batchSize is 0")
        )
        #expect(throws: ModelError.self) { try Sequential { Dense(3) }.predictor() }
    }

    @Test("a model without input sizes has a predictor once it is built, of any sizes that are open")
    func openSizes() throws {
        let model = Sequential {
            Input(nil, nil, 1)
            Conv2D(2, kernelSize: 3)
            GlobalAveragePooling2D()
        }
        let predictor = try model.predictor()
        for side in [5, 9, 30] {
            let x = try Tensor.ones([2, side, side + 1, 1])
            #expect(try predictor.predict(x) == model.predict(x, verbose: 0))
        }
    }
}
