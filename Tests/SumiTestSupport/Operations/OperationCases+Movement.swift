import SumiGraph
import SumiTensor

extension OperationCase {
    static let movement: [OperationCase] = shapes + broadcasts + slices + pads + joins

    private static let shapes: [OperationCase] = [
        OperationCase("reshape", .reshape([3, 8]), [[4, 6]], gives: [3, 8], floor: 0),
        OperationCase("reshape to a scalar", .reshape([]), [[1, 1]], gives: [], floor: 0),
        OperationCase("reshape of nothing", .reshape([3, 0]), [[0, 2, 5]], gives: [3, 0], floor: 0),
        OperationCase("transpose", .transpose([1, 0]), [[5, 7]], gives: [7, 5], floor: 0),
        OperationCase(
            "transpose, large", .transpose([1, 0]), [[130, 67]], gives: [67, 130], floor: 0, isDifferentiated: false),
        OperationCase("transpose around", .transpose([1, 2, 0]), [[2, 3, 5]], gives: [3, 5, 2], floor: 0),
        OperationCase("transpose of the last two", .transpose([0, 2, 1]), [[3, 9, 17]], gives: [3, 17, 9], floor: 0),
        OperationCase(
            "transpose to channels first", .transpose([0, 3, 1, 2]), [[2, 5, 6, 3]], gives: [2, 3, 5, 6], floor: 0),
        OperationCase(
            "transpose to channels last", .transpose([0, 2, 3, 1]), [[2, 3, 5, 6]], gives: [2, 5, 6, 3], floor: 0),
        OperationCase("transpose with sizes of 1", .transpose([2, 1, 0]), [[1, 4, 1]], gives: [1, 4, 1], floor: 0),
        OperationCase("transpose int32", .transpose([1, 0]), [.int([3, 2], 0...9)], gives: [2, 3], .int32),
        OperationCase("transpose of nothing", .transpose([1, 0]), [[0, 7]], gives: [7, 0]),
        OperationCase("reverse the first axis", .reverse(axes: [0]), [[5, 3]], gives: [5, 3], floor: 0),
        OperationCase("reverse two axes", .reverse(axes: [2, 0]), [[2, 3, 4]], gives: [2, 3, 4], floor: 0),
        OperationCase("reverse nothing", .reverse(axes: [1]), [[3, 0]], gives: [3, 0], floor: 0),
        OperationCase("reverse int32", .reverse(axes: [1]), [.int([2, 9], 0...9)], gives: [2, 9], .int32),
    ]

    private static let broadcasts: [OperationCase] = [
        OperationCase("broadcast a scalar", .broadcast([3, 5], axes: []), [[]], gives: [3, 5]),
        OperationCase("broadcast a row", .broadcast([3, 5], axes: [1]), [[5]], gives: [3, 5]),
        OperationCase("broadcast a column", .broadcast([3, 5], axes: [0]), [[3]], gives: [3, 5]),
        OperationCase("broadcast a row of size 1", .broadcast([4, 5], axes: [0, 1]), [[1, 5]], gives: [4, 5]),
        OperationCase("broadcast a column of size 1", .broadcast([4, 5], axes: [0, 1]), [[4, 1]], gives: [4, 5]),
        OperationCase(
            "broadcast in the middle", .broadcast([2, 3, 4], axes: [0, 1, 2]), [[2, 1, 4]], gives: [2, 3, 4]),
        OperationCase("broadcast to the middle", .broadcast([2, 5, 3], axes: [1]), [[5]], gives: [2, 5, 3]),
        OperationCase(
            "broadcast around the middle", .broadcast([2, 5, 3], axes: [0, 2]), [[2, 3]], gives: [2, 5, 3]),
        OperationCase(
            "broadcast with a new axis and one of size 1", .broadcast([2, 5, 3], axes: [1, 2]), [[5, 1]],
            gives: [2, 5, 3]),
        OperationCase("broadcast a bias", .broadcast([2, 9, 11, 6], axes: [3]), [[6]], gives: [2, 9, 11, 6]),
        OperationCase("broadcast to size 1", .broadcast([1, 4, 1], axes: [1]), [[4]], gives: [1, 4, 1]),
        OperationCase("broadcast to nothing", .broadcast([0, 5], axes: [1]), [[5]], gives: [0, 5]),
        OperationCase("broadcast bool", .broadcast([3, 5], axes: [0, 1]), [.bool([3, 1])], gives: [3, 5], .bool),
        OperationCase("broadcast int32", .broadcast([7, 2], axes: [0]), [.int([7], -9...9)], gives: [7, 2], .int32),
    ]

    private static func slice(_ name: String, _ shape: Shape, _ ranges: [(Int, Int, Int)], gives result: Shape)
        -> OperationCase
    {
        let bounds = SliceBounds(starts: ranges.map(\.0), limits: ranges.map(\.1), strides: ranges.map(\.2))
        return OperationCase(name, .slice(bounds), [.float(shape)], gives: result, floor: 0)
    }

    private static let slices: [OperationCase] = [
        slice("slice", [5, 7], [(1, 4, 1), (2, 7, 1)], gives: [3, 5]),
        slice("slice with strides", [9, 8], [(1, 9, 3), (0, 7, 2)], gives: [3, 4]),
        slice("slice a stride past the end", [5], [(2, 5, 9)], gives: [1]),
        slice("slice one", [4, 6, 3], [(2, 3, 1), (0, 6, 1), (1, 2, 1)], gives: [1, 6, 1]),
        slice("slice nothing", [4, 6], [(2, 2, 1), (0, 6, 1)], gives: [0, 6]),
        slice("slice everything", [4, 3], [(0, 4, 1), (0, 3, 1)], gives: [4, 3]),
        slice("slice of nothing", [0, 3], [(0, 0, 1), (1, 3, 1)], gives: [0, 2]),
        OperationCase(
            "slice int32", .slice(SliceBounds(starts: [3], limits: [11], strides: [2])), [.int([12], 0...99)],
            gives: [4],
            .int32),
    ]

    private static func pad(
        _ name: String, _ shape: Shape, _ amounts: [PadAmount], _ value: Double = 0, gives result: Shape
    ) -> OperationCase {
        OperationCase(name, .pad(amounts, value: value), [.float(shape)], gives: result, floor: 0)
    }

    private static let pads: [OperationCase] = [
        pad("pad", [3, 4], [PadAmount(low: 1, high: 2), PadAmount(high: 1)], gives: [6, 5]),
        pad("pad with a number", [3, 4], [PadAmount(), PadAmount(low: 2)], 0.1, gives: [3, 6]),
        OperationCase(
            "pad with minus infinity", .pad([PadAmount(low: 1, high: 1)], value: -.infinity), [[3]], gives: [5],
            floor: 0,
            isDifferentiated: false),
        pad("pad between", [3, 2], [PadAmount(interior: 2), PadAmount(low: 1, interior: 1)], gives: [7, 4]),
        pad(
            "pad between everywhere", [2, 3, 2],
            [PadAmount(low: 1, high: 1, interior: 1), PadAmount(), PadAmount(high: 3, interior: 2)], gives: [5, 3, 7]),
        pad("pad nothing", [0, 2], [PadAmount(low: 1, high: 2, interior: 3), PadAmount()], gives: [3, 2]),
        OperationCase(
            "pad int32", .pad([PadAmount(low: 1, high: 1)], value: -1), [.int([4], 0...9)], gives: [6], .int32),
        OperationCase("pad bool", .pad([PadAmount(low: 1)], value: 1), [.bool([4])], gives: [5], .bool),
    ]

    private static let joins: [OperationCase] = [
        OperationCase("concatenate rows", .concatenate(axis: 0), [[2, 3], [4, 3]], gives: [6, 3], floor: 0),
        OperationCase(
            "concatenate columns", .concatenate(axis: 1), [[2, 3], [2, 1], [2, 5]], gives: [2, 9], floor: 0),
        OperationCase(
            "concatenate in the middle", .concatenate(axis: 1), [[2, 3, 4], [2, 2, 4]], gives: [2, 5, 4], floor: 0),
        OperationCase("concatenate with nothing", .concatenate(axis: 0), [[2, 3], [0, 3]], gives: [2, 3], floor: 0),
        OperationCase("concatenate one", .concatenate(axis: 0), [[2, 3]], gives: [2, 3], floor: 0),
        OperationCase(
            "concatenate int32", .concatenate(axis: 0), [.int([2], 0...9), .int([3], 0...9)], gives: [5], .int32),
        OperationCase(
            "concatenate bool", .concatenate(axis: 1), [.bool([2, 2]), .bool([2, 3])], gives: [2, 5], .bool),
        OperationCase("concatenate a value with itself", [[2, 3]], gives: [TensorType([2, 6])], floor: 0) { trace, x in
            [trace.append(.concatenate(axis: 1), [x[0], x[0]])]
        },
    ]

    static let indexing: [OperationCase] = [
        OperationCase("gather rows", .gather(.slices(axis: 0)), [[6, 3], .int([5], 0...5)], gives: [5, 3], floor: 0),
        OperationCase(
            "gather rows by a table", .gather(.slices(axis: 0)), [[9, 4], .int([2, 7], 0...8)], gives: [2, 7, 4],
            floor: 0),
        OperationCase("gather one row", .gather(.slices(axis: 0)), [[6, 3], .int([], 0...5)], gives: [3], floor: 0),
        OperationCase(
            "gather columns", .gather(.slices(axis: 1)), [[2, 6, 3], .int([4], 0...5)], gives: [2, 4, 3], floor: 0),
        OperationCase(
            "gather rows out of range", .gather(.slices(axis: 0)), [[6, 3], .int([15], -3...9)], gives: [15, 3],
            floor: 0),
        OperationCase(
            "gather int32 rows", .gather(.slices(axis: 0)), [.int([6, 2], 0...99), .int([5], -1...6)], gives: [5, 2],
            .int32),
        OperationCase(
            "gather elements", .gather(.elements(axis: 1)), [[3, 5], .int([3, 2], 0...4)], gives: [3, 2], floor: 0),
        OperationCase(
            "gather elements of the first axis", .gather(.elements(axis: 0)), [[4, 3], .int([9, 3], 0...3)],
            gives: [9, 3], floor: 0),
        OperationCase(
            "gather elements in the middle", .gather(.elements(axis: 1)), [[2, 9, 5], .int([2, 4, 5], 0...8)],
            gives: [2, 4, 5], floor: 0),
        OperationCase(
            "gather elements out of range", .gather(.elements(axis: 1)), [[2, 3], .int([2, 9], -2...5)], gives: [2, 9],
            floor: 0),
        OperationCase("gather from nothing", .gather(.slices(axis: 0)), [[0, 3], .int([2], 0...1)], gives: [2, 3]),
        OperationCase(
            "scatterAdd rows", .scatterAdd(.slices(axis: 0), size: 4), [.int([9], 0...3), [9, 3]], gives: [4, 3]),
        OperationCase(
            "scatterAdd rows by a table", .scatterAdd(.slices(axis: 0), size: 5), [.int([2, 7], 0...4), [2, 7, 3]],
            gives: [5, 3]),
        OperationCase(
            "scatterAdd one row", .scatterAdd(.slices(axis: 0), size: 4), [.int([], 0...3), [3]], gives: [4, 3]),
        OperationCase(
            "scatterAdd columns", .scatterAdd(.slices(axis: 1), size: 3), [.int([5], 0...2), [2, 5, 3]],
            gives: [2, 3, 3]),
        OperationCase(
            "scatterAdd rows out of range", .scatterAdd(.slices(axis: 0), size: 4), [.int([15], -3...7), [15, 2]],
            gives: [4, 2]),
        OperationCase(
            "scatterAdd elements", .scatterAdd(.elements(axis: 1), size: 3), [.int([2, 9], 0...2), [2, 9]],
            gives: [2, 3]),
        OperationCase(
            "scatterAdd elements in the middle", .scatterAdd(.elements(axis: 1), size: 9),
            [.int([2, 4, 5], 0...8), [2, 4, 5]], gives: [2, 9, 5]),
        OperationCase(
            "scatterAdd elements out of range", .scatterAdd(.elements(axis: 0), size: 3),
            [.int([9, 2], -2...4), [9, 2]], gives: [3, 2]),
        OperationCase(
            "scatterAdd into nothing", .scatterAdd(.slices(axis: 0), size: 0), [.int([2], 0...1), [2, 3]],
            gives: [0, 3]),
        OperationCase(
            "scatterAdd int32", .scatterAdd(.slices(axis: 0), size: 3), [.int([5], 0...2), .int([5], 0...9)],
            gives: [3], .int32),
    ]
}
