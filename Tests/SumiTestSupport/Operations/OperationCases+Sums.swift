import SumiGraph
import SumiTensor

extension OperationCase {
    private static let axes: [(Shape, [Int], Shape)] = [
        ([5, 7], [0], [7]), ([5, 7], [1], [5]), ([5, 7], [0, 1], []), ([3, 4, 5], [1], [3, 5]),
        ([3, 4, 5], [0, 2], [4]),
        ([3, 4, 5], [1, 2], [3]), ([3, 4, 5], [0, 1], [5]), ([2, 3, 2, 3], [1, 3], [2, 2]), ([4, 1, 3], [1], [4, 3]),
        ([1], [0], []), ([3, 4], [], [3, 4]), ([2, 9, 11, 6], [0, 1, 2], [6]),
    ]

    static let reductions: [OperationCase] = reduces + argMaxima + softmaxes

    private static let reduces: [OperationCase] = Reduction.allCases.flatMap { reduction -> [OperationCase] in
        let name = "reduce \(reduction.rawValue)"
        // Extremes are exact.
        let floor: Double = reduction == .sum ? 1 : 0
        let many: [(Shape, [Int], Shape)] = [([257, 65], [0], [65]), ([65, 1025], [1], [65]), ([40_003], [0], [])]
        return axes.map { shape, axes, result in
            OperationCase(
                "\(name) of \(shape) over \(axes)", .reduce(reduction, axes: axes), [.float(shape)], gives: result,
                floor: floor)
        }
            + many.map { shape, axes, result in
                OperationCase(
                    "\(name) of \(shape) over \(axes)", .reduce(reduction, axes: axes), [.float(shape)], gives: result,
                    floor: reduction == .sum ? 4 : 0, isDifferentiated: false)
            } + [
                OperationCase(
                    "\(name) of nothing", .reduce(reduction, axes: [1]), [[3, 0]], gives: [3], isDifferentiated: false),
                OperationCase("\(name) to nothing", .reduce(reduction, axes: [1]), [[0, 3]], gives: [0]),
                OperationCase(
                    "\(name) int32", .reduce(reduction, axes: [1]), [.int([3, 9], -2_000_000_000...2_000_000_000)],
                    gives: [3], .int32),
                OperationCase("\(name) uint32", .reduce(reduction, axes: [0]), [.uint([9, 3])], gives: [3], .uint32),
                OperationCase(
                    "\(name) with NaN and infinities", .reduce(reduction, axes: [1]),
                    [.listed([4, 3], [1, .nan, 2, .infinity, 5, 1, -.infinity, 3, 4, .nan, .infinity, -.infinity])],
                    gives: [4], floor: 0, isDifferentiated: false),
            ]
    }

    private static let argMaxima: [OperationCase] = [
        OperationCase("argMax of the last axis", .argMax(axis: 1), [[5, 9]], gives: [5], .int32),
        OperationCase("argMax of the first axis", .argMax(axis: 0), [[5, 9]], gives: [9], .int32),
        OperationCase("argMax in the middle", .argMax(axis: 1), [[3, 17, 5]], gives: [3, 5], .int32),
        OperationCase("argMax of a vector", .argMax(axis: 0), [[129]], gives: [], .int32),
        OperationCase("argMax of one", .argMax(axis: 1), [[3, 1]], gives: [3], .int32),
        OperationCase("argMax of none", .argMax(axis: 1), [[0, 4]], gives: [0], .int32),
        OperationCase("argMax of equals", .argMax(axis: 1), [.listed([4, 20], [2, 3, 1, 3, 3])], gives: [4], .int32),
        OperationCase("argMax of int32", .argMax(axis: 1), [.int([5, 9], -3...3)], gives: [5], .int32),
        OperationCase(
            "argMax with NaN", .argMax(axis: 1),
            [
                .listed(
                    [3, 4], [1, .nan, 3, .nan, .infinity, 2, .nan, 1, -.infinity, -.infinity, -.infinity, -.infinity])
            ],
            gives: [3], .int32),
    ]

    private static let softmaxes: [OperationCase] = [true, false].flatMap { isLog -> [OperationCase] in
        func operation(_ axis: Int) -> Operation { isLog ? .logSoftmax(axis: axis) : .softmax(axis: axis) }
        let name = isLog ? "logSoftmax" : "softmax"
        let floor = isLog ? 1 : 0.01
        return [
            OperationCase(
                "\(name) of the last axis", operation(1), [.float([5, 10], -4...4)], gives: [5, 10], floor: floor),
            OperationCase(
                "\(name) of the first axis", operation(0), [.float([5, 3], -4...4)], gives: [5, 3], floor: floor),
            OperationCase(
                "\(name) in the middle", operation(1), [.float([2, 7, 3], -4...4)], gives: [2, 7, 3], floor: floor),
            OperationCase("\(name) of one", operation(1), [[4, 1]], gives: [4, 1], floor: floor),
            OperationCase("\(name) of none", operation(1), [[0, 4]], gives: [0, 4]),
            OperationCase("\(name) along nothing", operation(1), [[4, 0]], gives: [4, 0]),
            OperationCase(
                "\(name), wide", operation(1), [.float([3, 1003], -9...9)], gives: [3, 1003], tolerance: 2e-6,
                floor: floor, isDifferentiated: false),
            OperationCase(
                "\(name), many rows", operation(1), [.float([517, 10], -9...9)], gives: [517, 10], tolerance: 2e-6,
                floor: floor, isDifferentiated: false),
            OperationCase(
                "\(name) of large and infinite values", operation(1),
                [.listed([4, 3], [1000, 999, -1000, -.infinity, 0, 1, 1, .nan, 2, -1e30, 1e30, 0])],
                gives: [4, 3], floor: floor, isDifferentiated: false),
        ]
    }
}
