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

    init(seed: UInt64) { generator = TestGenerator(seed: seed) }

    private mutating func source(_ shape: Shape) -> TracedTensor {
        let value = trace.input("x\(inputs.count)", TensorType(shape))
        sources.append(value)
        inputs.append(
            Tensor(shape: shape, doubles: generator.numbers(shape.count).map { $0 * 0.5 }, elementType: .float32))
        return value
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    mutating func graph() throws -> Graph {
        images.append(source([number(1...3), 6, 7, number(1...3)]))
        for _ in 0..<12 {
            let image = next(images[number(max(0, images.count - 3)...images.count - 1)])
            if !image.isFailed { images.append(image) }
        }
        let results = Array(images.suffix(3))
        let loss = results.map { ($0 * $0).mean() }.reduce(trace.constant(0)) { $0 + $1 }
        return try trace.graph(outputs: results + trace.gradients(of: [loss], withRespectTo: sources))
    }

    private mutating func next(_ x: TracedTensor) -> TracedTensor {
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
}
