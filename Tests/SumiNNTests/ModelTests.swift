import Sumi
import SumiNN
import Testing

/// What models are made of: names, entries, sharing, freezing, weights.
struct ModelTests {
    /// The text of what `body` throws.
    static func failure(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return "no error"
    }

    private func model(hidden: Int? = nil, wide: Bool = false) -> Sequential {
        let model = Sequential(name: "digits") {
            Input(4)
            if let hidden { Dense(hidden, activation: .relu) }
            for units in [3, 2] { Dense(units) }
            if wide { Dense(10) } else { Dense(5) }
        }
        model.engine = ReferenceEngine()
        return model
    }

    // MARK: Names

    @Test("automatic names are Keras', counted within the model")
    func names() throws {
        for _ in 0..<2 {
            let model = Sequential {
                Input(8, 8, 1)
                Conv2D(2, kernelSize: 3)
                Conv2D(2, kernelSize: 3)
                MaxPooling2D(2)
                PReLU()
                Flatten()
                Dense(3).named("logits")
                Activation.softmax
            }
            #expect(
                model.layers.map(\.name) == [
                    "conv2d", "conv2d_1", "max_pooling2d", "p_re_lu", "flatten", "logits", "activation",
                ])
            #expect(model.name == "sequential")
            #expect(try model.weights.map(\.path).first == "sequential/conv2d/kernel")
        }
    }

    @Test("if and for work among the layers")
    func builder() throws {
        #expect(model(hidden: 6).layers.map(\.name) == ["dense", "dense_1", "dense_2", "dense_3"])
        #expect(try model(wide: true).predict(try Tensor.ones([1, 4]), verbose: 0).shape == [1, 10])
    }

    @Test("layers are added one by one, before or after weights were made")
    func add() throws {
        let model = Sequential(inputShape: [4])
        model.engine = ReferenceEngine()
        model.add(Dense(3))
        let kernel = try model.getWeights()[0]
        model.add(Dense(2).named("last"))
        #expect(try model.getWeights()[0] == kernel)
        #expect(try model.layer(named: "last").name == "last")
        #expect(try model.predict(try Tensor.ones([2, 4]), verbose: 0).shape == [2, 2])
        model.removeLast()
        #expect(try model.predict(try Tensor.ones([2, 4]), verbose: 0).shape == [2, 3])
    }

    @Test("the first data tell the sizes where no input does")
    func deferred() throws {
        let model = Sequential { Dense(3) }
        model.engine = ReferenceEngine()
        #expect(Self.failure { try model.build() }.contains("the input's sizes are not known"))
        #expect(try model.predict(try Tensor.ones([2, 7]), verbose: 0).shape == [2, 3])
        #expect(try model.weights[0].shape == [7, 3])
        let other = Sequential { Dense(3) }
        try other.build(inputShape: [nil, 5])
        #expect(try other.weights[0].shape == [5, 3])
    }

    @Test("a name changes no number")
    func namesAndSeeds() throws {
        func weights(_ name: String?) throws -> [Tensor] {
            let dense = Dense(3)
            let model = Sequential(name: name) {
                Input(4)
                if let name { dense.named(name + "_layer") } else { dense }
            }
            model.seed = 5
            return try model.getWeights()
        }
        #expect(try weights(nil) == weights("other"))
    }

    @Test("the same seed gives the same weights, another seed others")
    func seeds() throws {
        let (a, b, c) = (model(), model(), model())
        (a.seed, b.seed, c.seed) = (1, 1, 2)
        #expect(try a.getWeights() == b.getWeights())
        #expect(try a.getWeights() != c.getWeights())
    }

    // MARK: Functional models

    @Test("several inputs and outputs, branches, a shared layer")
    func functional() throws {
        let left = Input(2, name: "left")
        let right = Input(2, name: "right")
        let shared = Dense(3).named("shared")
        let (a, b) = (shared(left), shared(right))
        let model = Model(inputs: [left, right], outputs: [Subtract()(a, b), Concatenate()([a, b])])
        model.engine = ReferenceEngine()
        let x = try Tensor([[Float(1), 2]])
        let y = try model.predict([x, x], verbose: 0)
        #expect(y[0].doubles == [0, 0, 0])
        #expect(y[1].shape == [1, 6])
        #expect(try model.weights.map(\.path) == ["shared/kernel", "shared/bias"])
        #expect(model.outputNames == ["subtract", "concatenate"])
    }

    @Test("a layer is a value: each call of it has weights of its own")
    func layersAreValues() throws {
        let dense = Dense(3)
        let x = Input(3)
        #expect(try Model(inputs: x, outputs: dense(dense(x))).weights.count == 4)
        let entry = dense.shared()
        #expect(try Model(inputs: x, outputs: entry(entry(x))).weights.count == 2)
    }

    @Test("a model that looks inside another shares its weights")
    func features() throws {
        let model = model(hidden: 6)
        let features = Model(inputs: model.inputs, outputs: [try model.output(ofLayer: "dense_1")])
        features.engine = ReferenceEngine()
        let x = try Tensor.ones([2, 4])
        // Random weights may leave all six units of the ReLU dead.
        try model.setWeights(try model.getWeights().map { try Tensor.ones($0.shape) })
        let before = try features.predict(x, verbose: 0)
        #expect(before.shape == [2, 3])
        try model.setWeights(try model.getWeights().map { $0 * 2 })
        #expect(try features.predict(x, verbose: 0) != before)
        #expect(try features.weights.map(\.path) == ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"])
    }

    @Test("a model may begin where a layer of another ends")
    func secondHalf() throws {
        let x = Input(2)
        let hidden = Dense(3).named("first")(x)
        let whole = Model(inputs: x, outputs: Dense(1).named("second")(hidden))
        let half = Model(inputs: hidden, outputs: whole.outputs[0])
        let start = Model(inputs: x, outputs: hidden)
        for model in [whole, half, start] { model.engine = ReferenceEngine() }
        let data = try Tensor([[Float(1), 2], [3, 4]])
        let expected = try whole.predict(data, verbose: 0)
        let inTwo = try half.predict(try start.predict(data, verbose: 0), verbose: 0)
        #expect(zip(inTwo.doubles, expected.doubles).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(half.layers.map(\.name) == ["input_layer", "second"])
        #expect(try half.weights.map(\.path) == ["second/kernel", "second/bias"])
    }

    @Test("training a model around a nested one trains the nested one")
    func nested() throws {
        let inner = Sequential(name: "inner") {
            Input(3)
            Dense(2)
        }
        let x = Input(3)
        let outer = Model(inputs: x, outputs: Dense(1)(inner(x)))
        for model in [inner, outer] { model.engine = ReferenceEngine() }
        #expect(try outer.weights.map(\.path)[0] == "inner/dense/kernel")
        let before = try inner.getWeights()[0]
        try outer.compile(optimizer: .sgd(learningRate: 0.1), loss: .meanSquaredError)
        try outer.fit(try Tensor.ones([4, 3]), try Tensor.zeros([4, 1]), verbose: 0)
        let after = try inner.getWeights()[0]
        #expect(after != before)
        #expect(try outer.getWeights()[0] == after)
        #expect(try inner.predict(try Tensor.ones([1, 3]), verbose: 0).shape == [1, 2])
    }

    @Test("open sizes: images of any size, one model")
    func openSizes() throws {
        let x = Input(nil, nil, 1)
        let model = Model(inputs: x, outputs: GlobalAveragePooling2D()(Conv2D(2, kernelSize: 3)(x)))
        model.engine = ReferenceEngine()
        #expect(try model.predict(try Tensor.ones([1, 8, 9, 1]), verbose: 0).shape == [1, 2])
        #expect(try model.predict(try Tensor.ones([2, 20, 5, 1]), verbose: 0).shape == [2, 2])
        let message = Self.failure { try Model(inputs: x, outputs: Dense(2)(Flatten()(x))).build() }
        #expect(message.contains("layer \"dense\"") && message.contains("depends on a size that the input leaves open"))
    }

    @Test("a symbolic tensor knows its shape")
    func symbolicShape() throws {
        let x = Conv2D(4, kernelSize: 3)(Input(nil, 10, 1))
        #expect(try x.shape() == [nil, nil, 8, 4])
    }

    // MARK: Weights and freezing

    @Test("weights are read and set, all or one layer's")
    func weights() throws {
        let model = model()
        let values = try model.getWeights()
        try model.setWeights(values.map { $0 + 1 })
        #expect(try model.getWeights()[1].doubles == [1, 1, 1])
        try model.setWeights([try Tensor.zeros([4, 3]), try Tensor.zeros([3])], ofLayer: "dense")
        #expect(try model.getWeights(ofLayer: "dense")[0].doubles.allSatisfy { $0 == 0 })
        #expect(try model.countParameters() == 38)
        let wrong = Self.failure { try model.setWeights(Array(values.dropLast())) }
        #expect(wrong.contains("5 values are given for 6 weights"))
        let shape = Self.failure { try model.setWeights([try Tensor.zeros([3, 4])] + values.dropFirst()) }
        #expect(shape.contains("digits/dense/kernel"))
    }

    @Test("frozen layers stay as they are; freezing takes effect with compile")
    func freezing() throws {
        let model = model(hidden: 6)
        model.seed = 4
        try model.layer(named: "dense").trainable = false
        let (x, y) = (try Tensor.ones([4, 4]), try Tensor.ones([4, 5]))
        try model.compile(optimizer: .sgd(learningRate: 0.1), loss: .meanSquaredError)
        let before = try model.getWeights()
        try model.fit(x, y, verbose: 0)
        #expect(try model.getWeights(ofLayer: "dense") == Array(before[0..<2]))
        #expect(try model.getWeights(ofLayer: "dense_3") != Array(before[6..<8]))
        model.trainable = true
        try model.fit(x, y, verbose: 0)
        #expect(try model.getWeights(ofLayer: "dense") == Array(before[0..<2]))
        try model.compile(optimizer: .sgd(learningRate: 0.1), loss: .meanSquaredError)
        try model.fit(x, y, verbose: 0)
        #expect(try model.getWeights(ofLayer: "dense") != Array(before[0..<2]))
        #expect(try model.frozen().weights.allSatisfy { !$0.isTrainable })
    }

    @Test("a frozen nested model infers: its moving statistics stay")
    func frozenBatchNormalization() throws {
        let base = Sequential(name: "base") {
            Input(3)
            BatchNormalization()
        }
        let x = Input(3)
        let model = Model(inputs: x, outputs: Dense(1)(base.frozen()(x)))
        model.engine = ReferenceEngine()
        try model.compile(optimizer: .sgd(), loss: .meanSquaredError)
        let before = try base.getWeights()
        try model.fit(try Tensor([[Float(1), 5, 9], [2, 3, 4]]), try Tensor.ones([2, 1]), verbose: 0)
        #expect(try base.getWeights() == before)
        base.trainable = true
        try model.compile(optimizer: .sgd(), loss: .meanSquaredError)
        try model.fit(try Tensor([[Float(1), 5, 9], [2, 3, 4]]), try Tensor.ones([2, 1]), verbose: 0)
        #expect(try base.getWeights() != before)
    }

    @Test("another engine goes on where the first stopped")
    func engines() throws {
        let (x, y) = (try Tensor.ones([4, 4]), try Tensor.ones([4, 5]))
        func train(_ switching: Bool) throws -> [Tensor] {
            let model = model()
            model.seed = 3
            try model.compile(optimizer: .adam(learningRate: 0.1), loss: .meanSquaredError)
            try model.fit(x, y, verbose: 0)
            if switching { model.engine = ReferenceEngine() }
            try model.fit(x, y, verbose: 0)
            return try model.getWeights()
        }
        // The reference engine keeps more digits in its state than it gives away.
        for (a, b) in zip(try train(true), try train(false)) {
            #expect(zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    // MARK: Errors

    @Test("what is wrong with a model is told with its place")
    func errors() throws {
        #expect(Self.failure { _ = try model().layer(named: "logits") }.contains("its layers are \"dense\", "))
        let twice = Sequential {
            Input(2)
            Dense(2).named("a")
            Dense(2).named("a")
        }
        #expect(Self.failure { try twice.build() }.contains("two layers are named \"a\""))
        let late = Sequential {
            Dense(2)
            Input(2)
        }
        #expect(Self.failure { try late.build() }.contains("an Input comes after 1 layers"))
        #expect(Self.failure { try Sequential().build() }.contains("has no layers"))
        let (a, b) = (Input(2), Input(3))
        let open = Model(inputs: a, outputs: Concatenate()(a, b))
        #expect(Self.failure { try open.build() }.contains("not among the model's inputs"))
        let wrong = Sequential(name: "wrong") {
            Input(4, 4, 1)
            Conv2D(2, kernelSize: 7).named("big")
        }
        #expect(Self.failure { try wrong.build() }.hasPrefix("model \"wrong\", layer \"big\": "))
        let zero = Sequential {
            Input(0)
            Dense(2)
        }
        #expect(Self.failure { try zero.build() }.contains("a size of 0"))
    }
}
