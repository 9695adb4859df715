import Sumi
import SumiNN
import Testing

/// Masks travel with the values, as in Keras.
struct MaskTests {
    private static let words = try? Tensor(
        shape: [3, 5], scalars: [3, 1, 4, 0, 0, 2, 0, 2, 1, 0, 5, 5, 5, 5, 5].map(Int32.init))

    /// The model's output, and what it is without masks.
    private func outputs(maskZero: Bool, _ layers: [any AnyLayer]) throws -> Tensor {
        let model = Sequential([Embedding(6, outputDim: 4, maskZero: maskZero)] + layers, inputShape: [5])
        model.seed = 5
        model.engine = ReferenceEngine()
        return try model.predict(try #require(Self.words), verbose: 0)
    }

    @Test("a recurrent layer after an embedding leaves out the steps that are masked")
    func recurrent() throws {
        let layers: [any AnyLayer] = [Dense(3, activation: .tanh), Dropout(0.5), LSTM(4)]
        let (masked, whole) = (try outputs(maskZero: true, layers), try outputs(maskZero: false, layers))
        let (a, b) = (masked.doubles, whole.doubles)
        #expect(a[0..<4] != b[0..<4] && a[4..<8] != b[4..<8])
        #expect(a[8..<12] == b[8..<12])
    }

    @Test("the explicit mask of a recurrent layer and the one that travels do the same")
    func explicit() throws {
        let x = Tensor.random([2, 4, 3])
        let zeroed = Tensor(
            shape: x.shape, doubles: x.doubles.enumerated().map { [1, 2, 7].contains($0 / 3) ? 0 : $1 },
            elementType: .float32)
        let mask = try Tensor(shape: [2, 4], scalars: [true, false, false, true, true, true, true, false])
        for layer in [GRU(3, returnSequences: true), GRU(3)] {
            let input = Input(4, 3)
            let model = Model(inputs: input, outputs: layer(Masking()(input)))
            model.seed = 3
            model.engine = ReferenceEngine()
            let travelled = try model.predict(zeroed, verbose: 0)
            let names = ["kernel", "recurrent_kernel", "bias"]
            let weights = Dictionary(uniqueKeysWithValues: zip(names, try model.getWeights()))
            let explicit = try LayerProbe(layer).run([x, mask], weights: weights).outputs[0]
            #expect(explicit == travelled)
        }
    }

    @Test("a layer that changes the order of steps drops the mask")
    func dropped() throws {
        let layers: [any AnyLayer] = [Conv1D(3, kernelSize: 1), LSTM(4)]
        let (masked, whole) = (try outputs(maskZero: true, layers), try outputs(maskZero: false, layers))
        #expect(masked == whole)
    }

    @Test("a mean over steps is that of the steps that count")
    func mean() throws {
        let masked = try outputs(maskZero: true, [GlobalAveragePooling1D()])
        let steps = try outputs(maskZero: false, [])
        for feature in 0..<4 {
            let sum = [0, 1, 2].reduce(0.0) { $0 + steps.doubles[$1 * 4 + feature] }
            #expect(abs(masked.doubles[feature] - sum / 3) < 1e-6)
        }
    }

    @Test("a loss counts the steps that count, and divides by their number")
    func loss() throws {
        let input = Input(3, 2)
        let model = Model(inputs: input, outputs: Dense(1, useBias: false, kernelInitializer: .ones)(Masking()(input)))
        try model.compile(optimizer: .sgd(), loss: .meanSquaredError, engine: ReferenceEngine())
        let x = try Tensor(shape: [1, 3, 2], scalars: [1, 2, 0, 0, 3, 4] as [Float])
        let y = try Tensor(shape: [1, 3, 1], scalars: [1, 100, 1] as [Float])
        // (3 − 1)² and (7 − 1)², and nothing of the second step.
        let loss = try model.evaluate(x, y, verbose: 0).loss
        #expect(abs(loss - 20) < 1e-5)
    }

    @Test("attention does not look at steps that are masked")
    func attention() throws {
        let (a, b) = (Input(2, 3), Input(4, 3))
        let attention = MultiHeadAttention(2, keyDim: 3, returnAttentionScores: true)
        let model = Model(inputs: [a, b], outputs: attention.outputs([a, Masking()(b)]))
        model.seed = 3
        model.engine = ReferenceEngine()
        let value = Tensor.random([1, 4, 3], seed: 5).doubles.prefix(6)
        let padded = Tensor(shape: [1, 4, 3], doubles: value + Array(repeating: 0, count: 6), elementType: .float32)
        let scores = try model.predict([.random([1, 2, 3], seed: 4), padded], verbose: 0)[1]
        #expect(scores.shape == [1, 2, 2, 4])
        for row in 0..<4 {
            let weights = scores.doubles[row * 4..<row * 4 + 4]
            #expect(weights.suffix(2) == [0, 0] && abs(weights.reduce(0, +) - 1) < 1e-6)
        }
    }
}
