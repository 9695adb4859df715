import SumiGraph
import SumiTensor

extension OperationCase {
    /// A row of a scan: its carries, sequences and captured values are the operands, in this order.
    private static func scan(
        _ name: String, carries: [Operand], sequences: [Operand], captured: [Operand] = [], isReversed: Bool = false,
        gives results: [TensorType],
        body:
            @escaping @Sendable (_ carries: [TracedTensor], _ elements: [TracedTensor], _ captured: [TracedTensor]) -> (
                carries: [TracedTensor], outputs: [TracedTensor]
            )
    ) -> OperationCase {
        OperationCase("scan \(name)", carries + sequences + captured, gives: results, tolerance: 3e-6) { trace, x in
            let rest = Array(x[(carries.count + sequences.count)...])
            let loop = trace.scan(
                carries: Array(x[..<carries.count]),
                sequences: Array(x[carries.count..<carries.count + sequences.count]),
                isReversed: isReversed
            ) { body($0, $1, rest) }
            return loop.carries + loop.outputs
        }
    }

    static let loops: [OperationCase] = plainLoops + recurrentLoops + oddLoops

    private static let plainLoops: [OperationCase] = [
        scan("that adds up", carries: [[3]], sequences: [[5, 3]], gives: [TensorType([3]), TensorType([5, 3])]) {
            c, e, _ in
            ([c[0] + e[0]], [c[0] + e[0]])
        },
        scan(
            "that adds up from the end", carries: [[3]], sequences: [[5, 3]], isReversed: true,
            gives: [TensorType([3]), TensorType([5, 3])]
        ) { c, e, _ in
            ([c[0] + e[0]], [c[0]])
        },
        scan(
            "that multiplies", carries: [.float([3], 0.5...1.5)], sequences: [.float([4, 3], 0.5...1.5)],
            gives: [TensorType([3]), TensorType([4, 3])]
        ) { c, e, _ in
            ([c[0] * e[0]], [c[0] * c[0]])
        },
        scan(
            "of two carries and two sequences", carries: [[2], [2]], sequences: [[4, 2], [4]],
            gives: [TensorType([2]), TensorType([2]), TensorType([4, 2]), TensorType([4])]
        ) { c, e, _ in
            ([c[1].tanh() + e[0], c[0] * e[1]], [c[0] * e[0], e[1].squared()])
        },
        scan("without carries", carries: [], sequences: [[4, 2, 3]], gives: [TensorType([4, 2])]) { _, e, _ in
            ([], [e[0].sum(axes: [1]).sigmoid()])
        },
        scan("without outputs", carries: [[2]], sequences: [[4, 2]], gives: [TensorType([2])]) { c, e, _ in
            ([(c[0] - e[0]).sine()], [])
        },
        scan("of one round", carries: [[2]], sequences: [[1, 2]], gives: [TensorType([2]), TensorType([1, 2])]) {
            c, e, _ in
            ([c[0] * e[0]], [c[0] + e[0]])
        },
        scan(
            "of no round", carries: [[2]], sequences: [[0, 2]], captured: [[2]],
            gives: [TensorType([2]), TensorType([0, 2])]
        ) { c, e, w in
            ([c[0] * e[0] * w[0]], [c[0] + e[0]])
        },
    ]

    private static let recurrentLoops: [OperationCase] = [
        scan(
            "of a simple recurrent layer", carries: [[2, 4]], sequences: [[5, 2, 3]],
            captured: [[3, 4], [4, 4], [4]],
            gives: [TensorType([2, 4]), TensorType([5, 2, 4])]
        ) { c, e, w in
            let h = (e[0].matmul(w[0]) + c[0].matmul(w[1]) + w[2]).tanh()
            return ([h], [h])
        },
        scan(
            "of a linear recurrent layer, from the end", carries: [[2, 4]], sequences: [[5, 2, 3]],
            captured: [[3, 4], [4]],
            isReversed: true, gives: [TensorType([2, 4])]
        ) { c, e, w in ([c[0] + e[0].matmul(w[0]) + w[1]], []) },
        scan(
            "with weights cut and scaled inside", carries: [[2, 3]], sequences: [[4, 2, 3]],
            captured: [[3, 6], .float([3, 6], 0.5...1)],
            gives: [TensorType([2, 3]), TensorType([4, 2, 3])]
        ) { c, e, w in
            let parts = (w[0] * w[1]).split(2, axis: 1)
            let gate = (e[0].matmul(parts[0]) - c[0].matmul(parts[1].transposed([1, 0]))).sigmoid()
            return ([gate * c[0] + (1 - gate) * e[0]], [gate])
        },
        scan(
            "with a mask", carries: [[2, 3]], sequences: [[5, 2, 3], .bool([5, 2, 1])], captured: [[3, 3]],
            gives: [TensorType([2, 3]), TensorType([5, 2, 3])]
        ) { c, e, w in
            let h = (e[0] + c[0].matmul(w[0])).tanh()
            let kept = e[1].select(h, c[0])
            return ([kept], [kept])
        },
        scan(
            "of a convolution", carries: [[1, 4, 4, 2]], sequences: [[3, 1, 4, 4, 1]],
            captured: [[3, 3, 2, 2], [1, 1, 1, 2]],
            gives: [TensorType([1, 4, 4, 2])]
        ) { c, e, w in
            let same = ConvolutionGeometry(strides: [1, 1], dilations: [1, 1], margins: [Margin(1, 1), Margin(1, 1)])
            let point = ConvolutionGeometry(strides: [1, 1], dilations: [1, 1], margins: [.none, .none])
            return ([(c[0].convolved(with: w[0], same) + e[0].convolved(with: w[1], point)).tanh()], [])
        },
    ]

    private static let oddLoops: [OperationCase] = [
        scan(
            "that counts", carries: [.int([], 0...3), [2]], sequences: [[4, 2]],
            gives: [TensorType([], .int32), TensorType([2]), TensorType([4], .int32)]
        ) { c, e, _ in ([c[0] + 1, c[1] * e[0] + c[0].converted(to: .float32)], [c[0]]) },
        scan(
            "that hands on what it has", carries: [[2], [2]], sequences: [[4, 2]],
            gives: [TensorType([2]), TensorType([2]), TensorType([4, 2])]
        ) { c, e, _ in
            ([c[1], c[0]], [e[0]])
        },
        scan(
            "that forgets its carry", carries: [[2]], sequences: [[4, 2]],
            gives: [TensorType([2]), TensorType([4, 2])]
        ) { _, e, _ in
            ([e[0]], [e[0].exp()])
        },
        scan(
            "of what no round changes", carries: [[2]], sequences: [[3, 2]], captured: [[2], [2]],
            gives: [TensorType([2]), TensorType([3, 2])]
        ) { c, e, w in
            let steady = (w[0] * w[1]).tanh()
            return ([c[0] + steady], [steady.squared()])
        },
        scan(
            "with a captured value only added", carries: [[2]], sequences: [[3, 2]], captured: [[2]],
            gives: [TensorType([2])]
        ) { c, _, w in
            ([c[0] + w[0]], [])
        },
        scan(
            "in a scan", carries: [[2]], sequences: [[3, 4, 2]], captured: [[2]],
            gives: [TensorType([2]), TensorType([3, 2]), TensorType([3, 4, 2])]
        ) { c, e, w in
            let inner = e[0].trace.scan(carries: [c[0] * w[0]], sequences: [e[0]]) { carry, element in
                let next = (carry[0] + element[0] * w[0]).tanh()
                return ([next], [next * c[0]])
            }
            return ([inner.carries[0] + c[0]], [inner.carries[0], inner.outputs[0]])
        },
    ]
}
