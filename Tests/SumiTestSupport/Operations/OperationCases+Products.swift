import SumiGraph
import SumiTensor

extension OperationCase {
    private static func dot(
        _ name: String, _ left: Shape, _ right: Shape, pairing: ([Int], [Int]) = ([], []), contracting: ([Int], [Int]),
        gives result: Shape, isLarge: Bool = false
    ) -> OperationCase {
        let axes = DotAxes(
            leftBatch: pairing.0, rightBatch: pairing.1, leftContract: contracting.0, rightContract: contracting.1)
        return OperationCase(
            "dot \(name)", .dot(axes), [.float(left), .float(right)], gives: result, tolerance: isLarge ? 3e-6 : 1e-6,
            isDifferentiated: !isLarge)
    }

    static let dots: [OperationCase] = [
        dot("of matrices", [7, 5], [5, 9], contracting: ([1], [0]), gives: [7, 9]),
        dot("with the left transposed", [5, 7], [5, 9], contracting: ([0], [0]), gives: [7, 9]),
        dot("with the right transposed", [7, 5], [9, 5], contracting: ([1], [1]), gives: [7, 9]),
        dot("with both transposed", [5, 7], [9, 5], contracting: ([0], [1]), gives: [7, 9]),
        dot("of vectors", [11], [11], contracting: ([0], [0]), gives: []),
        dot("of a matrix and a vector", [3, 11], [11], contracting: ([1], [0]), gives: [3]),
        dot("of a vector and a matrix", [11], [11, 3], contracting: ([0], [0]), gives: [3]),
        dot("without sum", [3, 2], [4], contracting: ([], []), gives: [3, 2, 4]),
        dot("of scalars", [], [], contracting: ([], []), gives: []),
        dot("of a sequence and a matrix", [2, 6, 5], [5, 9], contracting: ([2], [0]), gives: [2, 6, 9]),
        dot("over batch and time", [2, 6, 5], [2, 6, 9], contracting: ([0, 1], [0, 1]), gives: [5, 9]),
        dot("in a batch", [3, 7, 5], [3, 5, 9], pairing: ([0], [0]), contracting: ([2], [1]), gives: [3, 7, 9]),
        dot(
            "in a batch, right transposed", [3, 7, 5], [3, 9, 5], pairing: ([0], [0]), contracting: ([2], [2]),
            gives: [3, 7, 9]),
        dot(
            "of attention scores", [2, 4, 3, 5], [2, 6, 3, 5], pairing: ([0, 2], [0, 2]), contracting: ([3], [3]),
            gives: [2, 3, 4, 6]),
        dot(
            "of attention values", [2, 3, 4, 6], [2, 6, 3, 5], pairing: ([0, 1], [0, 2]), contracting: ([3], [1]),
            gives: [2, 3, 4, 5]),
        dot("with axes crossed", [3, 4, 5], [5, 6, 3], contracting: ([2, 0], [0, 2]), gives: [4, 6]),
        dot(
            "with axes crossed, listed the other way", [3, 4, 5], [5, 6, 3], contracting: ([0, 2], [2, 0]),
            gives: [4, 6]),
        dot(
            "with a batch behind", [4, 5, 3], [5, 6, 3], pairing: ([2], [2]), contracting: ([1], [0]), gives: [3, 4, 6]),
        dot(
            "with batches crossed", [2, 3, 4], [3, 2, 4], pairing: ([1, 0], [0, 1]), contracting: ([2], [2]),
            gives: [3, 2]),
        dot(
            "with nothing but batches", [2, 3], [3, 2], pairing: ([0, 1], [1, 0]), contracting: ([], []), gives: [2, 3]),
        dot("over sizes of 1", [1, 1], [1, 4], contracting: ([1], [0]), gives: [1, 4]),
        dot("over nothing", [3, 0], [0, 4], contracting: ([1], [0]), gives: [3, 4]),
        dot("of no rows", [0, 5], [5, 4], contracting: ([1], [0]), gives: [0, 4]),
        dot("of blocks and rests", [67, 129], [129, 35], contracting: ([1], [0]), gives: [67, 35], isLarge: true),
        dot(
            "of blocks, left transposed", [129, 67], [129, 35], contracting: ([0], [0]), gives: [67, 35], isLarge: true),
        dot(
            "of blocks, right transposed", [67, 129], [35, 129], contracting: ([1], [1]), gives: [67, 35], isLarge: true
        ),
        dot("of a long sum", [5, 3001], [3001, 7], contracting: ([1], [0]), gives: [5, 7], isLarge: true),
        dot("of a dense layer", [64, 400], [400, 128], contracting: ([1], [0]), gives: [64, 128], isLarge: true),
        dot("of one row", [1, 300], [300, 513], contracting: ([1], [0]), gives: [1, 513], isLarge: true),
        dot(
            "of large batches", [6, 33, 40], [6, 40, 33], pairing: ([0], [0]), contracting: ([2], [1]),
            gives: [6, 33, 33], isLarge: true),
    ]

    static let convolutions: [OperationCase] = [
        convolution("in one dimension", [2, 9, 3], [3, 3, 5], gives: [2, 7, 5]),
        convolution(
            "in one dimension, causal and dilated", [2, 9, 3], [3, 3, 4], dilations: [2], margins: [(4, 0)],
            gives: [2, 9, 4]),
        convolution(
            "in one dimension, strided", [1, 11, 2], [4, 2, 3], strides: [3], margins: [(1, 2)], gives: [1, 4, 3]),
        convolution("3x3 same", [2, 7, 6, 3], [3, 3, 3, 4], margins: [(1, 1), (1, 1)], gives: [2, 7, 6, 4]),
        convolution("3x3 valid", [1, 5, 8, 2], [3, 3, 2, 3], gives: [1, 3, 6, 3]),
        convolution("1x1", [2, 3, 5, 4], [1, 1, 4, 6], gives: [2, 3, 5, 6]),
        convolution("1x1 strided", [1, 5, 4, 3], [1, 1, 3, 2], strides: [2, 2], gives: [1, 3, 2, 2]),
        convolution(
            "5x5 strided same", [1, 9, 8, 2], [5, 5, 2, 3], strides: [2, 2], margins: [(2, 2), (1, 2)],
            gives: [1, 5, 4, 3]),
        convolution(
            "with strides of both kinds", [1, 7, 9, 2], [2, 3, 2, 3], strides: [1, 3], margins: [(0, 1), (2, 0)],
            gives: [1, 7, 3, 3]),
        convolution(
            "dilated", [1, 9, 8, 2], [3, 2, 2, 3], dilations: [2, 3], margins: [(2, 2), (0, 3)], gives: [1, 9, 8, 3]),
        convolution(
            "dilated and strided", [1, 9, 9, 2], [3, 3, 2, 2], strides: [2, 2], dilations: [2, 2], gives: [1, 3, 3, 2]),
        convolution(
            "in groups", [2, 5, 4, 6], [3, 3, 2, 9], margins: [(1, 1), (1, 1)], groups: 3, gives: [2, 5, 4, 9]),
        convolution(
            "depthwise", [2, 6, 5, 4], [3, 3, 1, 4], margins: [(1, 1), (1, 1)], groups: 4, gives: [2, 6, 5, 4]),
        convolution(
            "depthwise, two filters a channel, strided", [1, 7, 7, 3], [3, 3, 1, 6], strides: [2, 2],
            margins: [(1, 1), (1, 1)], groups: 3, gives: [1, 4, 4, 6]),
        convolution("with a kernel as large as the input", [2, 4, 3, 2], [4, 3, 2, 5], gives: [2, 1, 1, 5]),
        convolution(
            "mostly over padding", [1, 2, 1, 2], [3, 3, 2, 2], margins: [(3, 2), (2, 4)], gives: [1, 5, 5, 2]),
        convolution("of sizes of 1", [1, 1, 1, 1], [1, 1, 1, 1], gives: [1, 1, 1, 1]),
        convolution("of no images", [0, 4, 4, 2], [3, 3, 2, 2], gives: [0, 2, 2, 2]),
        convolution(
            "in three dimensions", [1, 4, 5, 3, 2], [2, 3, 2, 2, 3], margins: [(0, 1), (1, 1), (0, 0)],
            gives: [1, 4, 5, 2, 3]),
        convolution(
            "in three dimensions, strided", [2, 5, 4, 4, 2], [3, 2, 2, 1, 4], strides: [2, 2, 1],
            margins: [(1, 1), (0, 0), (1, 0)], groups: 2, gives: [2, 3, 2, 4, 4]),
        convolution(
            "3x3 of one channel, large", [3, 28, 28, 1], [3, 3, 1, 32], margins: [(1, 1), (1, 1)],
            gives: [3, 28, 28, 32], isLarge: true),
        convolution(
            "3x3 of 32 channels, large", [2, 14, 13, 32], [3, 3, 32, 40], margins: [(1, 1), (1, 1)],
            gives: [2, 14, 13, 40], isLarge: true),
        convolution(
            "5x5 of 16 channels, large", [2, 12, 12, 16], [5, 5, 16, 24], gives: [2, 8, 8, 24], isLarge: true),
        convolution(
            "3x3 valid of 20 channels, large", [3, 11, 10, 20], [3, 3, 20, 17], gives: [3, 9, 8, 17], isLarge: true),
        convolution("1x1 of 48 channels, large", [2, 9, 9, 48], [1, 1, 48, 33], gives: [2, 9, 9, 33], isLarge: true),
        convolution(
            "depthwise of 48 channels, large", [2, 15, 14, 48], [3, 3, 1, 48], margins: [(1, 1), (1, 1)], groups: 48,
            gives: [2, 15, 14, 48], isLarge: true),
    ].flatMap { $0 }

    /// A convolution and its two derivatives. Winograd's transformations cost some digits.
    private static func convolution(
        _ name: String, _ x: Shape, _ kernel: Shape, strides: [Int]? = nil, dilations: [Int]? = nil,
        margins: [(Int, Int)]? = nil, groups: Int = 1, gives y: Shape, isLarge: Bool = false
    ) -> [OperationCase] {
        let rank = x.rank - 2
        let ones = [Int](repeating: 1, count: rank)
        let geometry = ConvolutionGeometry(
            strides: strides ?? ones, dilations: dilations ?? ones,
            margins: (margins ?? ones.map { _ in (0, 0) }).map { Margin($0.0, $0.1) }, groups: groups)
        let tolerance = isLarge ? 1e-5 : 3e-6
        return [
            OperationCase(
                "convolution \(name)", .convolution(geometry), [.float(x), .float(kernel)], gives: y,
                tolerance: tolerance, isDifferentiated: !isLarge),
            OperationCase(
                "input gradient of convolution \(name)", .convolutionInputGradient(geometry, input: x),
                [.float(y), .float(kernel)], gives: x, tolerance: tolerance, isDifferentiated: !isLarge),
            OperationCase(
                "kernel gradient of convolution \(name)", .convolutionKernelGradient(geometry, kernel: kernel),
                [.float(x), .float(y)], gives: kernel, tolerance: tolerance, isDifferentiated: !isLarge),
        ]
    }
}
