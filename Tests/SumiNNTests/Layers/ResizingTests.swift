import Sumi
import SumiNN
import Testing

/// Larger images, and transposed convolutions.
struct ResizingTests {
    @Test("every interpolation leaves a plain image plain", arguments: Interpolation.allCases)
    func plain(_ interpolation: Interpolation) throws {
        let y = try LayerProbe(UpSampling2D([3, 2], interpolation: interpolation))(try .full([1, 4, 5, 2], 0.7))
        #expect(y.shape == [1, 12, 10, 2])
        #expect(y.doubles.allSatisfy { abs($0 - 0.7) < 1e-6 })
    }

    @Test("an image upside down becomes its large image upside down", arguments: Interpolation.allCases)
    func symmetry(_ interpolation: Interpolation) throws {
        let probe = LayerProbe(UpSampling2D([3, 1], interpolation: interpolation))
        let x = Tensor.random([1, 5, 1, 1])
        let turned = Tensor(shape: x.shape, doubles: x.doubles.reversed(), elementType: .float32)
        for (a, b) in zip(try probe(x).doubles, try probe(turned).doubles.reversed()) { #expect(abs(a - b) < 1e-6) }
    }

    @Test("an odd factor keeps the input's pixels in the middle of theirs", arguments: Interpolation.allCases)
    func middles(_ interpolation: Interpolation) throws {
        let x = Tensor.random([1, 1, 6, 1])
        let y = try LayerProbe(UpSampling2D([1, 3], interpolation: interpolation))(x).doubles
        for (index, value) in x.doubles.enumerated() { #expect(abs(y[3 * index + 1] - value) < 1e-6) }
    }

    @Test("one axis more with a single cell changes no transposed convolution")
    func ranks() throws {
        let kernel = Tensor.random([3, 4, 2], seed: 5)
        func wide(_ tensor: Tensor, at axis: Int) -> Tensor {
            var sizes = tensor.shape.dimensions
            sizes.insert(1, at: axis)
            return Tensor(shape: Shape(sizes), storage: tensor.storage)
        }
        let x = Tensor.random([2, 5, 2])
        let line = try LayerProbe(Conv1DTranspose(4, kernelSize: 3, strides: 2, padding: .same, useBias: false)).run(
            [x], weights: ["kernel": kernel]
        ).outputs[0]
        let image = try LayerProbe(
            Conv2DTranspose(4, kernelSize: [1, 3], strides: [1, 2], padding: .same, useBias: false)
        ).run([wide(x, at: 1)], weights: ["kernel": wide(kernel, at: 0)]).outputs[0]
        #expect(line.shape == [2, 10, 4] && line.doubles == image.doubles)
        let volume = try LayerProbe(
            Conv3DTranspose(4, kernelSize: [1, 1, 3], strides: [1, 1, 2], padding: .same, useBias: false)
        ).run([wide(wide(x, at: 1), at: 1)], weights: ["kernel": wide(wide(kernel, at: 0), at: 0)]).outputs[0]
        #expect(line.doubles == volume.doubles)
    }
}
