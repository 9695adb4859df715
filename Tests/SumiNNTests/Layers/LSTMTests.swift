import Sumi
import Testing

struct LSTMTests {
    @Test("the forget gate's bias begins as 1, the others as the initializer says")
    func initialBias() throws {
        let bias = try LayerProbe(LSTM(2, biasInitializer: .constant(0.5))).run([.random([1, 3, 4])]).values["bias"]
        #expect(bias?.doubles == [0.5, 0.5, 1, 1, 0.5, 0.5, 0.5, 0.5])
        let plain = try LayerProbe(LSTM(2, unitForgetBias: false)).run([.random([1, 3, 4])]).values["bias"]
        #expect(plain?.doubles == Array(repeating: 0, count: 8))
    }

    @Test("the weights have Keras' names and shapes")
    func weights() throws {
        let weights = try LayerProbe(LSTM(5)).run([.random([2, 3, 4])]).weights
        #expect(
            weights.map(\.path) == [
                "layer/lstm_cell/kernel", "layer/lstm_cell/recurrent_kernel", "layer/lstm_cell/bias",
            ])
        #expect(weights.map(\.shape) == [[4, 20], [5, 20], [20]])
    }

    @Test("going backwards is running over the reversed sequence")
    func backwards() throws {
        let x = Tensor.random([2, 5, 3])
        let reversed = x.steps((0..<5).reversed())
        for sequences in [false, true] {
            let forward = try LayerProbe(LSTM(4, returnSequences: sequences, returnState: true)).run([reversed]).outputs
            let backward = try LayerProbe(LSTM(4, returnSequences: sequences, returnState: true, goBackwards: true))
                .run([x])
                .outputs
            #expect(forward == backward)
        }
    }

    @Test("states handed on continue the sequence")
    func states() throws {
        let x = Tensor.random([2, 6, 3])
        let probe = LayerProbe(LSTM(4, returnState: true))
        let whole = try probe.run([x]).outputs
        let first = try probe.run([x.steps(Array(0..<4))]).outputs
        let second = try probe.run([x.steps([4, 5]), first[1], first[2]]).outputs
        for (a, b) in zip(whole, second) {
            #expect(zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    @Test("dropout changes what training computes, and nothing else", arguments: [(0.5, 0.0), (0.0, 0.5), (0.5, 0.5)])
    func dropout(inputs: Double, states: Double) throws {
        let x = Tensor.random([2, 5, 3])
        let plain = try LayerProbe(LSTM(4))(x)
        let layer = LSTM(4, dropout: inputs, recurrentDropout: states)
        #expect(try LayerProbe(layer)(x) == plain)
        var training = LayerProbe(layer, isTraining: true)
        let first = try training(x)
        #expect(first != plain)
        #expect(try training(x) == first)
        training.step = 1
        #expect(try training(x) != first)
    }

    @Test("the graph is as long for 1000 steps as for 28, and compiles in milliseconds", arguments: [28, 1000])
    func compileTime(steps: Int) throws {
        let trace = Trace()
        let scope = Scope(trace: trace, isTraining: true, registry: WeightRegistry(), path: "lstm")
        let x = trace.input("x", TensorType([32, steps, 28]))
        let engine = CPUEngine(threads: 1)
        let state = engine.makeState()
        var nodes = 0
        let time = try ContinuousClock().measure {
            let y = LSTM(128).trace([x], in: scope)
            let weights = scope.registry.weights.map { trace.variable($0.path, TensorType($0.shape)) }
            let gradients = trace.gradients(of: y, withRespectTo: weights)
            let graph = try trace.graph(outputs: y + gradients)
            for variable in graph.variables { try state.write(variable.name, .zeros(variable.type.shape)) }
            nodes = graph.nodes.count
            _ = try engine.compile(graph, state: state)
        }
        #expect(nodes < 200)
        // Generous for a debug build on a busy machine.
        #expect(time < .milliseconds(500))
    }
}

extension Tensor {
    /// These steps of `[batch, steps, features]`, in this order.
    fileprivate func steps(_ chosen: [Int]) -> Tensor {
        let (batch, length, features) = (shape.dimensions[0], shape.dimensions[1], shape.dimensions[2])
        let values = doubles
        var result: [Double] = []
        for sample in 0..<batch {
            for step in chosen {
                let start = (sample * length + step) * features
                result += values[start..<start + features]
            }
        }
        return Tensor(shape: [batch, chosen.count, features], doubles: result, elementType: .float32)
    }
}
