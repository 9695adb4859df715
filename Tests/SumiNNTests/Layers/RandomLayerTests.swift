import Sumi
import SumiTestSupport
import Testing

/// Layers with settings drawn at random: outputs and gradients of every engine against the reference.
struct RandomLayerTests {
    /// Draws settings as the recorded cases' script does, sizes small and odd.
    private struct Draw {
        var random: RandomStream

        mutating func number(_ range: ClosedRange<Int>) -> Int {
            range.lowerBound + Int(random.double() * Double(range.count))
        }
        mutating func pick<Value>(_ values: [Value]) -> Value { values[number(0...values.count - 1)] }
        mutating func pair(_ range: ClosedRange<Int>) -> [Int] { [number(range), number(range)] }

        mutating func activation() -> Activation {
            pick([.linear, .linear, .relu, .tanh, .sigmoid, .elu, .gelu, .silu, .softmax, .leakyReLU, .selu])
        }

        /// Sizes that a window of these extents fits in, or any where the padding makes it fit.
        mutating func spatial(_ padding: Padding, _ extents: [Int]) -> [Int] {
            extents.map { number((padding == .valid ? $0 : 1)...($0 + 7)) }
        }

        mutating func shape(_ spatial: [Int], _ channels: Int, _ format: ImageDataFormat) -> Shape {
            let batch = number(1...3)
            return Shape(format == .channelsLast ? [batch] + spatial + [channels] : [batch, channels] + spatial)
        }

        mutating func convolution() -> (any AnyLayer, Shape) {
            let (kernel, padding, format) = (pair(1...6), pick([Padding.valid, .same]), dataFormat())
            let dilation = pick([[1, 1], [1, 1], [2, 2], pair(1...3)])
            let strides = dilation == [1, 1] ? pair(1...4) : [1, 1]
            let groups = pick([1, 1, 1, 2, 3])
            let channels = groups * number(1...5)
            let extents = zip(kernel, dilation).map { ($0 - 1) * $1 + 1 }
            let layer = Conv2D(
                groups * number(1...6), kernelSize: kernel, strides: strides, padding: padding, dataFormat: format,
                dilationRate: dilation, groups: groups, activation: activation(), useBias: number(0...3) > 0)
            return (layer, shape(spatial(padding, extents), channels, format))
        }

        mutating func dataFormat() -> ImageDataFormat { number(0...3) == 0 ? .channelsFirst : .channelsLast }

        mutating func pooling() -> (any AnyLayer, Shape) {
            let (size, padding, format) = (pair(1...5), pick([Padding.valid, .same]), dataFormat())
            let strides = pick([size, pair(1...4)])
            let shape = shape(spatial(padding, size), number(1...4), format)
            if number(0...1) == 0 {
                return (MaxPooling2D(size, strides: strides, padding: padding, dataFormat: format), shape)
            }
            return (AveragePooling2D(size, strides: strides, padding: padding, dataFormat: format), shape)
        }

        mutating func dense() -> (any AnyLayer, Shape) {
            let sizes = (0..<number(1...3)).map { _ in number(1...4) } + [number(1...40)]
            return (Dense(number(1...40), activation: activation(), useBias: number(0...3) > 0), Shape(sizes))
        }

        mutating func recurrent() -> (any AnyLayer, Shape) {
            if number(0...2) == 0 {
                let layer = GRU(
                    number(1...9), activation: pick([.tanh, .relu]), useBias: number(0...3) > 0,
                    returnSequences: number(0...1) == 0, goBackwards: number(0...3) == 0, resetAfter: number(0...2) > 0)
                let shape: Shape = [number(1...4), number(1...9), number(1...6)]
                return number(0...1) == 0 ? (layer, shape) : (Bidirectional(layer), shape)
            }
            let layer = LSTM(
                number(1...9), activation: pick([.tanh, .relu, .softsign]),
                recurrentActivation: pick([.sigmoid, .hardSigmoid]), useBias: number(0...3) > 0,
                returnSequences: number(0...1) == 0, returnState: number(0...1) == 0, goBackwards: number(0...3) == 0)
            return (layer, [number(1...4), number(1...9), number(1...6)])
        }

        mutating func normalization() -> (any AnyLayer, Shape) {
            let sizes = [number(2...5)] + (0..<number(0...2)).map { _ in number(1...5) } + [number(2...7)]
            return (
                BatchNormalization(axis: pick([-1, 1]), center: number(0...4) > 0, scale: number(0...4) > 0),
                Shape(sizes)
            )
        }

        mutating func otherConvolution() -> (any AnyLayer, Shape) {
            let (kernel, padding, format) = (pair(1...5), pick([Padding.valid, .same]), dataFormat())
            let strides = pair(1...3)
            let shape = shape(spatial(padding, kernel), number(1...5), format)
            switch number(0...2) {
            case 0:
                return (
                    DepthwiseConv2D(
                        kernel, strides: strides, padding: padding, depthMultiplier: number(1...3), dataFormat: format,
                        activation: activation()), shape
                )
            case 1:
                return (
                    SeparableConv2D(
                        number(1...6), kernelSize: kernel, strides: strides, padding: padding, dataFormat: format,
                        depthMultiplier: number(1...3), activation: activation()), shape
                )
            default:
                return (
                    Conv2DTranspose(
                        number(1...6), kernelSize: kernel, strides: strides, padding: padding, dataFormat: format,
                        activation: activation()), shape
                )
            }
        }

        mutating func resizing() -> (any AnyLayer, Shape) {
            let shape: Shape = [number(1...3), number(1...6), number(1...6), number(1...4)]
            return (UpSampling2D(pair(1...3), interpolation: pick(Interpolation.allCases)), shape)
        }

        mutating func layer() -> (any AnyLayer, Shape) {
            switch number(0...11) {
            case 8...10: otherConvolution()
            case 11: resizing()
            case 0...2: convolution()
            case 3...4: pooling()
            case 5: dense()
            case 6: recurrent()
            default: normalization()
            }
        }
    }

    @Test("random layers agree on every engine", arguments: 0..<90)
    func agreement(seed: Int) throws {
        var draw = Draw(random: RandomStream(seed: UInt64(seed)))
        let (layer, shape) = draw.layer()
        let isTraining = draw.number(0...1) == 0
        let expected = try run(layer, shape, isTraining, ReferenceEngine())
        for tested in TestedEngine.all {
            let found = try run(layer, shape, isTraining, tested.engine)
            for (index, (value, reference)) in zip(found.results, expected.results).enumerated() {
                // A gradient may be a sum of terms of size 1 that cancel, and keeps their rounding errors. Normalizing a
                // few equal numbers divides them by √ε.
                let tolerance = layer is BatchNormalization ? 1e-4 : index < expected.outputs ? 5e-6 : 3e-5
                let mismatch = FixtureTolerances.mismatch(
                    value.doubles, reference.doubles, "result \(index)", tolerance: tolerance)
                #expect(mismatch == nil, "\(layer) on \(shape), \(tested)")
            }
        }
    }

    /// Outputs, then the gradients of their sum, weighted at random, with respect to input and weights.
    private func run(_ layer: any AnyLayer, _ shape: Shape, _ isTraining: Bool, _ engine: any Engine)
        throws -> (outputs: Int, results: [Tensor])
    {
        let trace = Trace()
        let registry = WeightRegistry()
        let x = trace.input("x", TensorType(shape))
        let scope = Scope(trace: trace, isTraining: isTraining, registry: registry, path: "layer")
        let outputs = layer.trace([x], in: scope)
        if let failure = trace.failure { throw failure }
        var inputs = [Tensor.random(shape, seed: 1)]
        let upstream = outputs.enumerated().map { index, output in
            inputs.append(.random(output.shape, seed: UInt64(index + 2)))
            return trace.input("dy\(index)", output.type)
        }
        let trained = registry.weights.filter(\.isTrainable)
        let sources = [x] + trained.map { trace.variable($0.path, TensorType($0.shape)) }
        let gradients = trace.gradients(of: outputs, withRespectTo: sources, upstream: upstream)
        let graph = try trace.graph(outputs: outputs + gradients)
        let state = engine.makeState()
        for (index, weight) in registry.weights.enumerated() {
            let positive = Tensor.random(weight.shape, seed: UInt64(index + 100)).doubles.map { $0 / 3 + 0.5 }
            let value = weight.isStatistic ? positive : positive.map { $0 - 0.5 }
            try state.write(weight.path, Tensor(shape: weight.shape, doubles: value, elementType: .float32))
        }
        return (outputs.count, try engine.compile(graph, state: state).run(inputs.map { .tensor($0) }))
    }
}
