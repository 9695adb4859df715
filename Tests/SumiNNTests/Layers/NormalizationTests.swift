import Foundation
import Sumi
import SumiTestSupport
import Testing

struct NormalizationTests {
    @Test(
        "adapt finds the mean and variance that Keras finds",
        arguments: [("adapt", [-1]), ("adapt_axis_none", []), ("adapt_4d", [-1])])
    func adapt(name: String, axis: [Int]) throws {
        let file = FixtureFolder.own.url.appending(path: "layers/normalization/\(name).safetensors")
        let fixture = try #require(try Fixture(contentsOf: file))
        var layer = Normalization(axis: axis)
        try layer.adapt(try fixture.tensor("adapt_data"))
        let run = try LayerProbe(layer).run([try fixture.tensor("x")])
        for weight in ["mean", "variance"] {
            let (ours, theirs) = (try #require(run.values[weight]), try fixture.tensor(weight))
            #expect(ours.shape == theirs.shape)
            for (a, b) in zip(ours.doubles, theirs.doubles) { #expect(abs(a - b) < 1e-5 * max(1, abs(b))) }
        }
        for (a, b) in zip(run.outputs[0].doubles, try fixture.tensor("y").doubles) { #expect(abs(a - b) < 1e-5) }
    }

    @Test("a model of an adapted layer has its mean and variance as weights, which training leaves alone")
    func inModel() throws {
        let x = try Tensor([[1.0, 10], [3, 30], [5, 50]])
        var normalization = Normalization()
        try normalization.adapt(x)
        let model = Sequential {
            Input(2)
            normalization
            Dense(1)
        }
        #expect(try model.weights.prefix(3).map(\.name) == ["mean", "variance", "count"])
        #expect(try model.weights.map(\.isTrainable) == [false, false, false, true, true])
        #expect(try model.weights[0].value().doubles == [3, 30])
    }

    @Test("what was adapted can be turned back")
    func invert() throws {
        let x = Tensor.random([7, 3])
        var (there, back) = (Normalization(), Normalization(invert: true))
        try there.adapt(x)
        try back.adapt(x)
        for (a, b) in zip(try LayerProbe(back)(LayerProbe(there)(x)).doubles, x.doubles) { #expect(abs(a - b) < 1e-6) }
    }

    @Test("data that cannot be normalized are refused")
    func refused() {
        var layer = Normalization(axis: [0])
        #expect(throws: ModelError.self) { try layer.adapt(.random([3, 4])) }
        layer = Normalization(axis: [2])
        #expect(throws: ModelError.self) { try layer.adapt(.random([3, 4])) }
        layer = Normalization()
        #expect(throws: ModelError.self) { try layer.adapt(try .zeros([0, 4])) }
    }

    @Test("a number that an embedding does not have gives zeros, and no trap")
    func embedding() throws {
        let probe = LayerProbe(Embedding(3, outputDim: 2, embeddingsInitializer: .ones))
        let y = try probe(try Tensor([0, 2, 3, -1, Int32.max, Int32.min]))
        #expect(y.doubles == [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
        // Numbers that come as floats are whole numbers, too.
        #expect(try probe(try Tensor([2.0, 0.0])).doubles == [1, 1, 1, 1])
    }
}
