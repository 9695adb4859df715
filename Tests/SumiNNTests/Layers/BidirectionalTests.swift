import Sumi
import Testing

struct BidirectionalTests {
    @Test("without a merge mode both ways are outputs, and states follow")
    func outputs() throws {
        let layer = Bidirectional(LSTM(3, returnSequences: true, returnState: true), mergeMode: nil)
        #expect(layer.outputCount == 6)
        let run = try LayerProbe(layer).run([.random([2, 5, 4])])
        #expect(run.outputs.map(\.shape) == [[2, 5, 3], [2, 5, 3]] + Array(repeating: [2, 3], count: 4))
        #expect(run.weights.first?.path == "layer/forward_lstm/lstm_cell/kernel")
        #expect(run.weights.last?.path == "layer/backward_lstm/lstm_cell/bias")
    }

    @Test("the way backwards is given in the order of the steps")
    func order() throws {
        let layer = Bidirectional(SimpleRNN(2, returnSequences: true, returnState: true), mergeMode: nil)
        let run = try LayerProbe(layer).run([.random([1, 4, 3])])
        // Its last state is that of the first step.
        #expect(run.outputs[1].doubles.prefix(2) == run.outputs[3].doubles[...])
        #expect(run.outputs[0].doubles.suffix(2) == run.outputs[2].doubles[...])
    }

    @Test("a layer with several outputs gives all of them to a model")
    func severalOutputs() throws {
        let x = Input(4, 3)
        let parts = GRU(2, returnSequences: true, returnState: true).outputs([x])
        let model = Model(inputs: x, outputs: parts)
        model.engine = ReferenceEngine()
        let y = try model.predict([.random([3, 4, 3])], verbose: 0)
        #expect(y.map(\.shape) == [[3, 4, 2], [3, 2]])
    }

    @Test("a file without a backward layer, as Keras 2 writes it, has the opposite of the forward one")
    func keras2() throws {
        let inner: JSON = ["class_name": "GRU", "config": ["name": "gru_1", "units": 3, "return_sequences": true]]
        let entry = try LayerRegistry.make(
            configuration: ["class_name": "Bidirectional", "config": ["layer": inner, "merge_mode": "sum"]])
        let run = try LayerProbe(entry.layer).run([.random([1, 4, 3])])
        #expect(run.weights.map(\.path).contains("layer/forward_gru_1/gru_cell/kernel"))
        #expect(run.weights.map(\.path).contains("layer/backward_gru_1/gru_cell/kernel"))
        #expect(run.outputs[0].shape == [1, 4, 3])
    }

    @Test("a layer inside a wrapper that is none is told by name")
    func refused() {
        let wrong: JSON = ["class_name": "Dense", "config": ["units": 3]]
        let entry = try? LayerRegistry.make(
            configuration: ["class_name": "Bidirectional", "config": ["layer": wrong]])
        let failure = entry.map { LayerProbe($0.layer).failure(TensorType([2, 3, 4])) }
        #expect(failure??.contains("no recurrent one") == true)
        #expect(throws: ConfigurationError.self) {
            try LayerRegistry.make(
                configuration: ["class_name": "TimeDistributed", "config": ["layer": ["class_name": "Warp"]]])
        }
    }
}
