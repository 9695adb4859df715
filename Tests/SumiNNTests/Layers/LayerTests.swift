import Sumi
import Testing

struct LayerTests {
    @Test("same padding puts the odd row at the bottom and the odd column at the right")
    func samePadding() throws {
        let x = try Tensor.full([1, 4, 4, 1], 1.0)
        let y = try LayerProbe(Conv2D(1, kernelSize: 2, padding: .same, useBias: false)).run(
            [x], weights: ["kernel": try .full([2, 2, 1, 1], 1.0)]
        ).outputs[0]
        #expect(y.doubles == [4, 4, 4, 2, 4, 4, 4, 2, 4, 4, 4, 2, 2, 2, 2, 1])
    }

    @Test("a causal convolution sees no later step")
    func causal() throws {
        let probe = LayerProbe(Conv1D(2, kernelSize: 3, padding: .causal, dilationRate: 2))
        let x = Tensor.random([1, 9, 3])
        var changed = x.doubles
        for index in 5 * 3..<9 * 3 { changed[index] += 1 }
        let (a, b) = (try probe(x), try probe(Tensor(shape: x.shape, doubles: changed, elementType: .float32)))
        #expect(a.shape == [1, 9, 2])
        #expect(a.doubles.prefix(10) == b.doubles.prefix(10))
        #expect(a.doubles.dropFirst(10) != b.doubles.dropFirst(10))
    }

    @Test("sizes may be literals, variables and lists")
    func sizes() {
        let (number, list) = (3, [3, 5])
        #expect(Conv2D(8, kernelSize: number).kernelSize == [3, 3])
        #expect(Conv2D(8, kernelSize: list, strides: [1, 2]).kernelSize == [3, 5])
        #expect(Conv2D(8, kernelSize: [3, 5], strides: 2).strides == [2, 2])
        #expect(Conv1D(8, kernelSize: 3).kernelSize == [3])
        #expect(MaxPooling2D(2).strides == [2, 2])
        #expect(MaxPooling2D(number, strides: 1).strides == [1, 1])
        #expect(MaxPooling2D([2, 3]).strides == [2, 3])
        #expect(AveragePooling3D().poolSize == [2, 2, 2])
        #expect(ZeroPadding2D([1, 2]).padding == [[1, 1], [2, 2]])
        #expect(ZeroPadding2D().padding == [[1, 1], [1, 1]])
    }

    @Test("the tutorial's layers make the shapes and weights that Keras makes")
    func tutorial() throws {
        #expect(try LayerProbe(Conv2D(32, kernelSize: 3, activation: .relu)).shape([5, 28, 28, 1]) == [5, 26, 26, 32])
        #expect(try LayerProbe(MaxPooling2D(2)).shape([5, 11, 11, 64]) == [5, 5, 5, 64])
        #expect(try LayerProbe(Flatten()).shape([5, 5, 5, 64]) == [5, 1600])
        let dense = try LayerProbe(Dense(10, activation: .softmax)).run([.random([2, 7])])
        #expect(dense.weights.map(\.path) == ["layer/kernel", "layer/bias"])
        #expect(dense.weights.map(\.shape) == [[7, 10], [10]])
        let normalization = try LayerProbe(BatchNormalization()).run([.random([2, 7])])
        #expect(normalization.weights.map(\.name) == ["gamma", "beta", "moving_mean", "moving_variance"])
        #expect(normalization.weights.map(\.isTrainable) == [true, true, false, false])
    }

    @Test("a reshape works out one size")
    func reshape() throws {
        #expect(try LayerProbe(Reshape([2, -1])).shape([5, 3, 4]) == [5, 2, 6])
        #expect(try LayerProbe(Reshape([12])).shape([5, 3, 4]) == [5, 12])
        #expect(try LayerProbe(Flatten()).shape([5]) == [5, 1])
    }

    @Test("rescaling takes whole numbers and makes float32 of them")
    func rescaling() throws {
        let x = try Tensor(shape: [1, 3], scalars: [UInt8(0), 51, 255])
        #expect(try LayerProbe(Rescaling(1.0 / 255))(x).doubles.map { ($0 * 5).rounded() } == [0, 1, 5])
        #expect(try LayerProbe(Rescaling(2, offset: -1))(x).doubles == [-1, 101, 509])
    }

    @Test("a frozen normalization infers while the model trains")
    func frozenNormalization() throws {
        var probe = LayerProbe(BatchNormalization(momentum: 0.5), isTraining: true)
        let x = Tensor.random([6, 2])
        let trained = try probe.run([x])
        #expect(trained.values["moving_mean"]?.doubles != [0, 0])
        probe.isTrainable = false
        let frozen = try probe.run([x])
        #expect(frozen.values["moving_mean"]?.doubles == [0, 0])
        #expect(frozen.values["moving_variance"]?.doubles == [1, 1])
    }

    @Test("a normalization's mask leaves steps out of the statistics")
    func maskedNormalization() throws {
        let x = Tensor.random([2, 3, 4])
        let mask = try Tensor(shape: [2, 3], scalars: [true, true, false, true, false, false])
        let rows = [0, 1, 3].flatMap { x.doubles[$0 * 4..<$0 * 4 + 4] }
        let probe = LayerProbe(BatchNormalization(momentum: 0), isTraining: true)
        let masked = try probe.run([x, mask])
        let alone = try probe.run([Tensor(shape: [3, 4], doubles: rows, elementType: .float32)])
        for name in ["moving_mean", "moving_variance"] {
            for (a, b) in zip(masked.values[name]?.doubles ?? [], alone.values[name]?.doubles ?? [1]) {
                #expect(abs(a - b) < 1e-6)
            }
        }
    }

    @Test("a penalty on a layer's output is divided by the batch size")
    func activityRegularizer() throws {
        let x = try Tensor.full([4, 3], 1.0)
        let layer = Dense(2, useBias: false, kernelInitializer: .ones, activityRegularizer: .l2(0.5))
        // 8 outputs of 3: 0.5 · 8 · 9 / 4.
        #expect(try LayerProbe(layer).run([x]).losses == [9])
    }

    @Test("pooling in the same padding never lets the padding win")
    func samePooling() throws {
        let x = try Tensor.full([1, 3, 3, 1], -5.0)
        #expect(try LayerProbe(MaxPooling2D(2, padding: .same))(x).doubles == [-5, -5, -5, -5])
        #expect(try LayerProbe(AveragePooling2D(2, padding: .same))(x).doubles == [-5, -5, -5, -5])
    }
}
