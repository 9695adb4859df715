import SumiGraph
import SumiTensor

/// A graph of operations chosen at random, with the gradient of one of its values.
package struct RandomGraph {
    private var generator: TestGenerator
    package private(set) var inputs: [Tensor] = []
    private let trace = Trace()
    private var values: [TracedTensor] = []

    package init(seed: UInt64) { generator = TestGenerator(seed: seed) }

    package mutating func graph() throws -> Graph {
        for shape: Shape in [[3, 4], [4], [1, 4], [], [2, 3, 4], [3, 1]] {
            values.append(trace.input("x\(inputs.count)", TensorType(shape)))
            inputs.append(Tensor(shape: shape, doubles: generator.numbers(shape.count), elementType: .float32))
        }
        let sources = values
        values += [0.0, 1, 2, -0.5].map { trace.constant($0) }
        values.append(trace.constant(1).broadcast(to: [3, 4]))
        for _ in 0..<40 {
            let value = next()
            // Values stay small, so that differences mean something.
            if !value.isFailed { values.append(value.shape.count > 200 ? value.tanh().sum() : value) }
        }
        let outputs = Array(values.suffix(4))
        let gradients = trace.gradients(of: [outputs[0].tanh().sum()], withRespectTo: sources)
        return try trace.graph(outputs: outputs + gradients)
    }

    private mutating func pick() -> TracedTensor { values[Int.random(in: 0..<values.count, using: &generator)] }

    private mutating func next() -> TracedTensor {
        let x = pick()
        let axis = x.rank == 0 ? 0 : Int.random(in: 0..<x.rank, using: &generator)
        switch Int.random(in: -5..<16, using: &generator) {
        case -5: return x.rank == 0 ? x : cumulated(x)
        case -4: return x.rank < 2 ? x : x.transposed(Array((0..<x.rank).reversed())).relu() * 0.5
        case -3:
            let chosen = (x .> x * 0.3 - 0.2).converted(to: .int32)
            return x + chosen.converted(to: .float32) * 0.5
        case -2: return x.rank == 0 ? x : x.dot(x, DotAxes(leftContract: [axis], rightContract: [axis])).tanh()
        case -1:
            let indices = trace.iota(TensorType([2], .int32), axis: 0) * 2
            return x.rank == 0 ? x : x.gathered(indices, .slices(axis: axis))
        case 0: return x.tanh()
        case 1: return -x
        case 2: return x.sigmoid() * Double(Int.random(in: 0...1, using: &generator))
        case 3: return x.transposed(Array(0..<x.rank).shuffled(using: &generator))
        case 4: return x.reshaped([-1])
        case 5: return x.rank == 0 ? x : x.sum(axes: [axis], keepingDimensions: Bool.random(using: &generator))
        case 6: return x.rank == 0 ? x : x.max(axes: [axis])
        case 7: return x.expandingDimensions(at: axis)
        case 8: return x.broadcast(to: Shape([2] + x.shape.dimensions))
        case 9: return x.rank == 0 ? x : x.reversed(axes: [axis]).sigmoid()
        case 10: return x.rank == 0 ? x : x.sliced(axis: axis, 0..<(x.shape.dimensions[axis] + 1) / 2)
        case 11: return x.rank == 0 ? x : x.padded(x.shape.dimensions.map { PadAmount(low: $0 % 2) })
        case 12: return x.rank == 0 ? x : x.softmax(axis: axis)
        case 13:
            return TracedTensor.concatenated([x, x * 0.5].map { $0.rank == 0 ? $0.reshaped([1]) : $0 }, axis: axis) ?? x
        default: return pair(x)
        }
    }

    /// A loop that adds up along the first axis, and reads a value around it.
    private mutating func cumulated(_ x: TracedTensor) -> TracedTensor {
        let other = pick()
        let zero = trace.zeros(TensorType(Shape(Array(x.shape.dimensions.dropFirst()))))
        let isReversed = Bool.random(using: &generator)
        let loop = trace.scan(carries: [zero, zero], sequences: [x, x], isReversed: isReversed) { carries, elements in
            let next = (carries[0] * 0.5 + elements[0]).tanh() * other.mean()
            return ([next, carries[1] + elements[1]], [next, carries[1]])
        }
        return Bool.random(using: &generator) ? loop.carries[1] : loop.outputs.first ?? x
    }

    private mutating func pair(_ x: TracedTensor) -> TracedTensor {
        let y = pick()
        let fits = zip(x.shape.dimensions.reversed(), y.shape.dimensions.reversed()).allSatisfy {
            $0 == $1 || $0 == 1 || $1 == 1
        }
        guard fits else { return x }
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: return x + y
        case 1: return x - y
        case 2: return x * y
        case 3: return x.maximum(y)
        case 4: return (x .> y).select(x, y * 2)
        case 5: return x + (x .< y).converted(to: .float32)
        default: return x / (y.squared() + 1)
        }
    }
}
