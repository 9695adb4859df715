import SumiGraph
import SumiTensor
import SumiTestSupport

/// A network of convolutions, windows and element-wise functions chosen at random, with the gradients of its result.
struct RandomNetwork {
    private var generator: TestGenerator
    private(set) var inputs: [Tensor] = []
    private let trace = Trace()
    private var sources: [TracedTensor] = []
    private var images: [TracedTensor] = []
    /// The key of dropout's random bits; `nil` for networks without blocks.
    private var key: TracedTensor?
    private var draws: UInt64 = 0
    private let hasGradients: Bool

    /// - Parameters:
    ///   - hasBlocks: whether every second part is a block of convolution, bias, normalization, shortcut, ReLU, max
    ///     pooling and dropout, any of which may be missing, as classifiers of images have them.
    ///   - hasGradients: whether the gradients are outputs, too.
    init(seed: UInt64, hasBlocks: Bool = false, hasGradients: Bool = true) {
        generator = TestGenerator(seed: seed)
        self.hasGradients = hasGradients
        guard hasBlocks else { return }
        key = trace.input("key", TensorType([3], .uint32))
        inputs.append(Tensor(shape: [3], doubles: [5, Double(seed), 1], elementType: .uint32))
    }

    /// The inputs, each number changed by up to a share of it.
    func movedInputs(by share: Double, direction: Int) throws -> [Tensor] {
        var generator = TestGenerator(seed: UInt64(1000 + direction))
        return inputs.map { input in
            guard input.elementType == .float32 else { return input }
            let factors = generator.numbers(input.count)
            return Tensor(
                shape: input.shape, doubles: zip(input.doubles, factors).map { $0 * (1 + share * $1) },
                elementType: .float32)
        }
    }

    private mutating func source(_ shape: Shape) -> TracedTensor {
        let value = trace.input("x\(inputs.count)", TensorType(shape))
        sources.append(value)
        inputs.append(
            Tensor(shape: shape, doubles: generator.numbers(shape.count).map { $0 * 0.5 }, elementType: .float32))
        return value
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    mutating func graph() throws -> Graph {
        images.append(
            key == nil
                ? source([number(1...3), 6, 7, number(1...3)])
                : source([number(1...5), number(5...13), number(5...13), number(1...20)]))
        for _ in 0..<12 {
            let image = next(images[number(max(0, images.count - 3)...images.count - 1)])
            if !image.isFailed { images.append(image) }
        }
        let results = Array(images.suffix(3))
        guard hasGradients else { return try trace.graph(outputs: results) }
        let loss = results.map { ($0 * $0).mean() }.reduce(trace.constant(0)) { $0 + $1 }
        return try trace.graph(outputs: results + trace.gradients(of: [loss], withRespectTo: sources))
    }

    private mutating func next(_ x: TracedTensor) -> TracedTensor {
        if key != nil, number(0...1) == 0 { return block(x) }
        let same = images.filter { $0.shape == x.shape }
        switch number(0...11) {
        case 0...2: return convolved(x)
        case 3: return convolved(x).tanh()
        case 4:
            let (sizes, stride) = ([number(1...2), 2], number(1...2))
            return x.windowMax(
                WindowGeometry(sizes: sizes, strides: [stride, 1], margins: [Margin(0, 1), Margin(1, 0)]))
        case 5:
            return x.windowAverage(
                WindowGeometry(sizes: [2, 2], strides: [1, 2], margins: [Margin(1, 0), Margin(0, 1)]))
        case 6:
            let isKept = x .> 0.1
            return isKept.select(x * 1.5, x.zeros())
        case 7: return same[number(0...same.count - 1)] * 0.5 + x.relu()
        case 8: return (x + source([x.dimension(-1)])).sigmoid()
        case 9: return x * x.sum(axes: [1, 2], keepingDimensions: true).tanh()
        case 10: return (x - x.mean(axes: [0, 1, 2], keepingDimensions: true)) * 0.7
        default: return x.transposed([0, 2, 1, 3]).relu()
        }
    }

    private mutating func convolved(_ x: TracedTensor) -> TracedTensor {
        // Blocks may leave too little for a window of 5.
        if key != nil, min(x.dimension(1), x.dimension(2)) < 5 { return x.tanh() }
        let channels = x.dimension(-1)
        let groups = channels % 2 == 0 ? number(1...2) : 1
        let filters = groups * number(1...3)
        let kernel = source([number(1...3), number(1...3), channels / groups, filters])
        let geometry = ConvolutionGeometry(
            strides: [number(1...2), 1], dilations: [1, number(1...2)],
            margins: [Margin(number(0...2), 2), Margin(2, number(1...3))], groups: groups)
        let y = x.convolved(with: kernel, geometry)
        switch number(0...3) {
        case 0: return y
        case 1: return (y + source([filters])).relu()
        case 2: return y + source([filters])
        default: return y.relu()
        }
    }

    private mutating func block(_ x: TracedTensor) -> TracedTensor {
        let filters = [1, 3, 8, 17, 32][number(0...4)]
        let margins = [1, 2].map { axis in
            // At least one window fits.
            let low = number(0...2)
            return Margin(low, number(max(0, min(2, 3 - low - x.dimension(axis)))...2))
        }
        let geometry = ConvolutionGeometry(strides: [1, 1], dilations: [1, 1], margins: margins)
        let kernel = source([3, 3, x.dimension(-1), filters]) * 0.5
        var y = x.convolved(with: kernel, geometry)
        let parts = number(0...63)
        if parts & 1 == 0 { y = y + source([filters]) }
        if parts & 16 == 0 { y = (y - source([filters])) * (source([filters]) + 1) + source([filters]) }
        if parts & 32 == 0 {
            let same = images.filter { $0.shape == y.shape }
            y = (same.isEmpty ? source(y.shape) : same[number(0...same.count - 1)]) + y
        }
        if parts & 2 == 0 { y = y.relu() }
        if parts & 4 == 0, y.dimension(1) > 1, y.dimension(2) > 1 {
            y = y.windowMax(WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [.none, .none]))
        }
        if parts & 8 == 0, let key {
            draws += 1
            let isKept = key.randomBits(y.shape, stream: draws) .>= 0x4000_0000
            y = isKept.select(y * (4.0 / 3), y.zeros())
        }
        return y
    }
}
