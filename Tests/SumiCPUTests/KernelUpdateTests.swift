import SumiCPU
import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

/// Gradient, clipping, optimizer and the copies of the new weights, some rows of a kernel at a time.
struct KernelUpdateTests {
    /// Convolutions by every method and a dense layer, all with kernels of more than one panel and an odd rest.
    private final class Network {
        private(set) var initialValues: [(name: String, value: Tensor)] = []
        private var generator = TestGenerator(seed: 3)
        let x: Tensor
        private static let batch = 6

        init() {
            var numbers = TestGenerator(seed: 4)
            let shape: Shape = [Self.batch, 9, 8, 18]
            x = Tensor(shape: shape, doubles: numbers.numbers(shape.count), elementType: .float32)
            _ = forward(Trace())
        }

        private func forward(_ trace: Trace) -> (loss: TracedTensor, weights: [(name: String, value: TracedTensor)]) {
            var weights: [(name: String, value: TracedTensor)] = []
            initialValues = []
            generator = TestGenerator(seed: 3)
            func weight(_ shape: Shape) -> TracedTensor {
                let (name, scale) = ("w\(weights.count)", (shape.count < 40_000 ? 0.15 : 0.05))
                let value = generator.numbers(shape.count).map { $0 * scale }
                initialValues.append((name, Tensor(shape: shape, doubles: value, elementType: .float32)))
                let zeros = Tensor(shape: shape, doubles: value.map { _ in 0 }, elementType: .float32)
                initialValues.append((name + "/velocity", zeros))
                weights.append((name, trace.variable(name, TensorType(shape))))
                return weights[weights.count - 1].value
            }
            func convolved(_ x: TracedTensor, _ size: Int, _ filters: Int, stride: Int = 1) -> TracedTensor {
                let margin = Margin(size / 2, size / 2)
                let geometry = ConvolutionGeometry(
                    strides: [stride, stride], dilations: [1, 1], margins: [margin, margin])
                let y = x.convolved(with: weight([size, size, x.dimension(-1), filters]), geometry)
                return (y + weight([filters])).tanh()
            }
            var y = trace.input("x", TensorType([Self.batch, 9, 8, 18]))
            y = convolved(convolved(convolved(y, 3, 38), 1, 34), 5, 20)
            y = convolved(convolved(y, 3, 36), 3, 33, stride: 2).flattened()
            y = y.matmul(weight([y.dimension(-1), 24])).tanh().matmul(weight([24, 7]))
            return ((y * y).sum(), weights)
        }

        /// A step of training with momentum; the gradients are clipped by value, and by their common norm where asked.
        func training(clipsNorm: Bool) throws -> Graph {
            let trace = Trace()
            let (loss, weights) = forward(trace)
            let gradients = trace.gradients(of: [loss], withRespectTo: weights.map(\.value))
            update(weights, clipsNorm ? clipped(gradients) : gradients, trace)
            return try trace.graph(outputs: [loss])
        }

        /// The loss and the gradients alone.
        func gradients() throws -> Graph {
            let trace = Trace()
            let (loss, weights) = forward(trace)
            return try trace.graph(
                outputs: [loss] + trace.gradients(of: [loss], withRespectTo: weights.map(\.value)))
        }

        /// What remains of a step once the gradients are there.
        func update(clipsNorm: Bool) throws -> Graph {
            let trace = Trace()
            let names = initialValues.filter { !$0.name.hasSuffix("velocity") }
            let weights = names.map { ($0.name, trace.variable($0.name, TensorType($0.value.shape))) }
            let gradients = names.map { trace.input($0.name, TensorType($0.value.shape)) }
            update(weights, clipsNorm ? clipped(gradients) : gradients, trace)
            return try trace.graph(outputs: [])
        }

        func loss() throws -> Graph {
            let trace = Trace()
            return try trace.graph(outputs: [forward(trace).loss])
        }

        private func clipped(_ gradients: [TracedTensor]) -> [TracedTensor] {
            let squares = gradients.map { ($0 * $0).sum() }
            let norm = squares.dropFirst().reduce(squares[0]) { $0 + $1 }.squareRoot()
            return gradients.map { $0 * (3 / norm.maximum(3)) }
        }

        private func update(_ weights: [(String, TracedTensor)], _ gradients: [TracedTensor], _ trace: Trace) {
            for ((name, weight), gradient) in zip(weights, gradients) {
                let clipped = gradient.minimum(2).maximum(-2)
                let velocity = trace.variable(name + "/velocity", weight.type) * 0.9 - clipped * 0.003
                trace.update(name + "/velocity", to: velocity)
                trace.update(name, to: weight + velocity)
            }
        }
    }

    private func makeState(_ values: [(name: String, value: Tensor)], on engine: any Engine) throws -> any EngineState {
        let state = engine.makeState()
        for (name, value) in values { try state.write(name, value) }
        return state
    }

    private func values(_ state: any EngineState, _ network: Network) throws -> [Tensor] {
        try network.initialValues.map { try state.read($0.name) }
    }

    /// The weights after three steps, the gradients taken out of one program and put into another.
    private func separately(_ network: Network, on engine: any Engine, clipsNorm: Bool) throws -> [Tensor] {
        let state = try makeState(network.initialValues, on: engine)
        let gradients = try engine.compile(try network.gradients(), state: state)
        let update = try engine.compile(try network.update(clipsNorm: clipsNorm), state: state)
        for _ in 0..<3 { _ = try update.run(try gradients.run([.tensor(network.x)]).dropFirst().map { .tensor($0) }) }
        return try values(state, network)
    }

    @Test("give the bits of separate steps, on any number of threads", arguments: InstructionSet.available)
    func sameBits(isa: InstructionSet) throws {
        let network = Network()
        for clipsNorm in [false, true] {
            for threads in [1, 3] {
                let plain = CPUEngine(instructionSet: isa, threads: threads)
                for engine in [plain, plain.forcingWinograd(), plain.forcingWinograd().forcingChains()] {
                    let expected = try separately(network, on: engine, clipsNorm: clipsNorm)
                    let state = try makeState(network.initialValues, on: engine)
                    let program = try engine.compile(try network.training(clipsNorm: clipsNorm), state: state)
                    for _ in 0..<3 { _ = try program.run([.tensor(network.x)]) }
                    #expect(try values(state, network) == expected, "\(isa), \(threads) threads, norm \(clipsNorm)")
                    #expect(expected != network.initialValues.map(\.value))
                }
            }
        }
    }

    @Test("join what forms the gradient, the optimizer, and what products read")
    func steps() throws {
        let (network, engine) = (Network(), CPUEngine(threads: 2).forcingWinograd())
        for clipsNorm in [false, true] {
            let state = try makeState(network.initialValues, on: engine)
            let program = try #require(
                try engine.compile(try network.training(clipsNorm: clipsNorm), state: state) as? CPUProgram)
            let updates = program.description.split(separator: "\n").filter { $0.contains("by rows") }
            // Five kernels are worth it. A common norm needs all gradients before the first of them is used.
            #expect(updates.count == 5)
            #expect(updates.allSatisfy { $0.contains("pack") || $0.contains("winograd kernel") })
            #expect(updates.count { $0.contains("winograd kernel, transposed") } == 1)
            #expect(updates.count { $0.contains("winograd kernel gradient") } == (clipsNorm ? 0 : 2))
            #expect(updates.count { $0.contains("transposed product") } == (clipsNorm ? 0 : 1))
            #expect(updates.count { $0.contains("parts") } == (clipsNorm ? 0 : 2))
        }
    }

    @Test("leave copies that the next programs read, and that a new value makes stale")
    func copies() throws {
        let network = Network()
        for engine in [CPUEngine(threads: 2), CPUEngine(threads: 2).forcingWinograd()] {
            func lossOfFresh(_ values: [Tensor]) throws -> [Tensor] {
                let fresh = try makeState(Array(zip(network.initialValues.map(\.name), values)), on: engine)
                return try engine.compile(try network.loss(), state: fresh).run([.tensor(network.x)])
            }
            let state = try makeState(network.initialValues, on: engine)
            let training = try engine.compile(try network.training(clipsNorm: false), state: state)
            let loss = try engine.compile(try network.loss(), state: state)
            for round in 0..<6 {
                if round == 3 {
                    for (name, value) in network.initialValues where name == "w0" || name == "w10" {
                        try state.write(name, value)
                    }
                }
                let before = try loss.run([.tensor(network.x)])
                #expect(try before == lossOfFresh(try values(state, network)), "round \(round)")
                #expect(try training.run([.tensor(network.x)]) == before)
            }
        }
    }
}
