import Sumi
import SumiReport
import SumiTestSupport
import Testing

@Suite("Looking inside a model")
struct ModelLookTests {
    @Test("an activation is what a model that ends there makes")
    func activation() throws {
        let model = Examples.network()
        let image = try Handwriting.load().test.images[0]
        let look = try ModelLook(model, image)
        let value = try look.activation(ofLayer: "max_pooling2d")
        let front = try Model(inputs: model.inputs, outputs: model.output(ofLayer: "max_pooling2d"))
        front.engine = ReferenceEngine()
        #expect(try value == front.predict(image.reshaped(1, 28, 28, 1) / 255.0, verbose: 0))
    }

    @Test("Grad-CAM is written out by hand for a linear network")
    func gradCAM() throws {
        // Two channels of 2 x 2; the score of class 1 is the sum of channel 0 minus three times that of channel 1.
        let model = Sequential(inputShape: [2, 2, 2]) {
            Conv2D(2, kernelSize: 1, useBias: false)
            Flatten()
            Dense(2, activation: .softmax)
        }
        model.engine = ReferenceEngine()
        var rows: [[Float]] = []
        for _ in 0..<4 { rows += [[0, 1], [0, -3]] }
        try model.setWeights([Tensor([[[[1.0, 0], [0, 1]]]]), Tensor(rows), Tensor([Float(0), 0])])
        let image = try Tensor([[[6.0, 1], [2, 1]], [[0, 1], [3, 0]]])
        let result = try ModelLook(model, image).gradCAM(layer: "conv2d", label: 1)
        // The mean gradients are 1 and −3; what is below 0 is cut off.
        #expect(try result.map == Tensor([[Float(3), 0], [0, 3]]))
        #expect(result.label == 1)
        let predicted = try ModelLook(model, image).gradCAM(layer: "conv2d", label: nil)
        #expect(predicted.label == 1 && predicted.score > 0.5)
    }

    @Test("Grad-CAM asks for the last convolution, also beside a branch around it")
    func residual() throws {
        let model = Examples.branches()
        #expect(try model.lastImageLayer() == "conv2d_1")
        let image = Input(8, 8, 1)
        let stem = Conv2D(4, kernelSize: 3, padding: .same).named("stem")(image)
        let sum = Add()([Conv2D(4, kernelSize: 3, padding: .same).named("last")(stem), stem])
        let net = Model(inputs: image, outputs: Dense(1, activation: .sigmoid)(Flatten()(sum)))
        net.engine = ReferenceEngine()
        let look = try ModelLook(net, .ones([8, 8]))
        for label in [0, 1] {
            let result = try look.gradCAM(layer: "last", label: label)
            #expect(result.map.shape == [8, 8] && result.score >= 0 && result.score <= 1)
        }
    }

    @Test("an image is stretched as images are resized")
    func interpolation() {
        let values = Interpolation.bilinear([0, 1, 2, 3], width: 2, height: 2, toWidth: 4, toHeight: 2)
        #expect(values == [0, 0.25, 0.75, 1, 2, 2.25, 2.75, 3])
        #expect(Interpolation.bilinear([7], width: 1, height: 1, toWidth: 2, toHeight: 3) == [7, 7, 7, 7, 7, 7])
    }

    @Test("a scale has round ticks inside its ends")
    func scales() {
        #expect(Scale([0, 1], isTight: true).ticks.map(\.label) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(Scale([1, 20], isWhole: true).ticks.map(\.label) == ["5", "10", "15", "20"])
        #expect(Scale([-1, 1], count: 2, isTight: true).ticks.map(\.label) == ["−1", "0", "1"])
        #expect(Scale([1e-5, 1e-2], isLogarithmic: true).ticks.map(\.label) == ["1e-5", "1e-4", "0.001", "0.01"])
        for values in [[], [.nan], [3], [0], [1e300, 1e300], [-1e-300, 1e-300], [Double.greatestFiniteMagnitude]] {
            let scale = Scale(values)
            #expect(scale.upper > scale.lower, "\(values)")
        }
    }
}
