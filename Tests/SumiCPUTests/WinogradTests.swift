import SumiCPU
import SumiGraph
import SumiTensor
import Testing

@Suite("Winograd's convolutions")
struct WinogradTests {
    /// The steps of a convolution of `filters` filters with ReLU, pooling and all its gradients.
    private func steps(
        _ engine: CPUEngine, side: Int = 28, channels: Int = 32, filters: Int = 32, margin: Int = 1, batch: Int = 32
    ) throws -> String {
        let trace = Trace()
        let x = trace.input("x", TensorType([batch, side, side, channels]))
        let kernel = trace.input("kernel", TensorType([3, 3, channels, filters]))
        let bias = trace.input("bias", TensorType([filters]))
        let geometry = ConvolutionGeometry(
            strides: [1, 1], dilations: [1, 1], margins: [Margin(margin, margin), Margin(margin, margin)])
        let y = (x.convolved(with: kernel, geometry) + bias).relu()
            .windowMax(WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [.none, .none]))
        let loss = (y * y).mean()
        let gradients = trace.gradients(of: [loss], withRespectTo: [x, kernel, bias])
        let graph = try trace.graph(outputs: [y] + gradients)
        return "\(try engine.compile(graph, state: engine.makeState()))"
    }

    @Test("are one step forward, pooling included, and one back")
    func fusion() throws {
        let steps = try steps(CPUEngine(precision: .standard))
        #expect(steps.contains("winograd F4 + bias + max-pool + relu"))
        #expect(steps.contains("winograd F4 gradient of input, kernel, bias"))
        #expect(!steps.contains("windowMax") && !steps.contains("scatter"))
    }

    @Test("are chosen by precision: squares of 4, of 6, or none")
    func precision() throws {
        #expect(try steps(CPUEngine(precision: .standard)).contains("winograd F4"))
        #expect(try steps(CPUEngine(precision: .fast)).contains("winograd F6"))
        #expect(!(try steps(CPUEngine(precision: .exact)).contains("winograd")))
    }

    @Test("are not chosen where the transforms cost more than they save")
    func unprofitable() throws {
        #expect(!(try steps(CPUEngine(precision: .standard), channels: 1).contains("winograd")))
        #expect(
            !(try steps(CPUEngine(precision: .standard), side: 4, channels: 256, filters: 256, batch: 1).contains(
                "winograd")))
        #expect(try steps(CPUEngine(precision: .standard).forcingWinograd(), channels: 1).contains("winograd"))
    }

    @Test("of one image are chosen where the transformed weights are kept from run to run")
    func keptWeights() throws {
        let trace = Trace()
        let x = trace.input("x", TensorType([1, 7, 7, 64]))
        let geometry = ConvolutionGeometry(
            strides: [1, 1], dilations: [1, 1], margins: [Margin(1, 1), Margin(1, 1)])
        let kernel = trace.variable("kernel", TensorType([3, 3, 64, 128]))
        let y = x.convolved(with: kernel, geometry)
        func steps(_ graph: Graph) throws -> String {
            let engine = CPUEngine(precision: .standard)
            let state = engine.makeState()
            try state.write("kernel", .zeros([3, 3, 64, 128]))
            return "\(try engine.compile(graph, state: state))"
        }
        #expect(try steps(trace.graph(outputs: [y])).contains("winograd"))
        var graph = try trace.graph(outputs: [y, kernel * 0.5])
        graph.updates = [Update(variable: 0, value: graph.outputs.removeLast())]
        #expect(!(try steps(graph).contains("winograd")))
    }
}
