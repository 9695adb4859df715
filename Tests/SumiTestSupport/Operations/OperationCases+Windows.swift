import SumiGraph
import SumiTensor

extension OperationCase {
    private static let geometries: [(name: String, x: Shape, window: WindowGeometry, y: Shape)] = [
        ("2 in one dimension", [2, 7, 3], WindowGeometry(sizes: [2], strides: [2], margins: [.none]), [2, 3, 3]),
        (
            "3 by 1 same in one dimension", [2, 7, 3],
            WindowGeometry(sizes: [3], strides: [1], margins: [Margin(1, 1)]), [2, 7, 3]
        ),
        (
            "2x2", [2, 6, 4, 3], WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [.none, .none]), [2, 3, 2, 3]
        ),
        (
            "2x2 of odd sizes", [1, 5, 7, 9],
            WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [.none, .none]), [1, 2, 3, 9]
        ),
        (
            "2x2 of odd sizes, same", [1, 5, 7, 2],
            WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [Margin(0, 1), Margin(0, 1)]), [1, 3, 4, 2]
        ),
        (
            "3x3 by 2, overlapping", [1, 7, 7, 2],
            WindowGeometry(sizes: [3, 3], strides: [2, 2], margins: [Margin(1, 1), Margin(1, 1)]), [1, 4, 4, 2]
        ),
        (
            "3x2 by 1x3, uneven", [1, 6, 8, 2],
            WindowGeometry(sizes: [3, 2], strides: [1, 3], margins: [Margin(2, 0), Margin(0, 1)]), [1, 6, 3, 2]
        ),
        (
            "2x2 by 3, with gaps", [1, 8, 8, 2],
            WindowGeometry(sizes: [2, 2], strides: [3, 3], margins: [.none, .none]), [1, 3, 3, 2]
        ),
        (
            "2x2 dilated", [1, 6, 5, 2],
            WindowGeometry(sizes: [2, 2], strides: [1, 1], dilations: [2, 3], margins: [.none, Margin(1, 1)]),
            [1, 4, 4, 2]
        ),
        (
            "over everything", [2, 4, 3, 5], WindowGeometry(sizes: [4, 3], strides: [1, 1], margins: [.none, .none]),
            [2, 1, 1, 5]
        ),
        (
            "of 1", [1, 3, 3, 2], WindowGeometry(sizes: [1, 1], strides: [1, 1], margins: [.none, .none]), [1, 3, 3, 2]
        ),
        (
            "also over padding alone", [1, 2, 2, 2],
            WindowGeometry(sizes: [2, 2], strides: [1, 1], margins: [Margin(2, 2), Margin(2, 2)]), [1, 5, 5, 2]
        ),
        (
            "of no images", [0, 4, 4, 2], WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [.none, .none]),
            [0, 2, 2, 2]
        ),
        (
            "in three dimensions", [1, 4, 5, 3, 2],
            WindowGeometry(sizes: [2, 2, 2], strides: [2, 2, 1], margins: [.none, Margin(0, 1), .none]),
            [1, 2, 3, 2, 2]
        ),
    ]

    private static let large = (
        x: Shape([3, 26, 27, 35]), window: WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [.none, .none]),
        y: Shape([3, 13, 13, 35])
    )

    static let windows: [OperationCase] =
        geometries.flatMap { name, x, window, y in
            [
                OperationCase("windowArgMax \(name)", .windowArgMax(window), [.float(x)], gives: y, .int32),
                OperationCase("windowAverage \(name)", .windowAverage(window), [.float(x)], gives: y),
                OperationCase(
                    "windowAverageGradient \(name)", .windowAverageGradient(window, input: x), [.float(y)], gives: x),
                OperationCase("windowMax \(name)", [.float(x)], gives: [TensorType(y)], floor: 0) { _, x in
                    [x[0].windowMax(window)]
                },
            ]
        } + [
            OperationCase(
                "windowArgMax, large", .windowArgMax(large.window), [.float(large.x)], gives: large.y, .int32),
            OperationCase(
                "windowAverage, large", .windowAverage(large.window), [.float(large.x)], gives: large.y,
                isDifferentiated: false),
            OperationCase(
                "windowAverageGradient, large", .windowAverageGradient(large.window, input: large.x), [.float(large.y)],
                gives: large.x, isDifferentiated: false),
            OperationCase(
                "windowArgMax of equals", .windowArgMax(large.window), [.listed(large.x, [0, 1, 1, 0, 0])],
                gives: large.y, .int32),
            OperationCase(
                "windowArgMax with NaN", .windowArgMax(WindowGeometry(sizes: [2], strides: [2], margins: [.none])),
                [.listed([1, 10, 1], [1, .nan, .nan, 2, .nan, .nan, -.infinity, -.infinity, .infinity, .nan])],
                gives: [1, 5, 1], .int32),
            OperationCase(
                "windowAverage with NaN", .windowAverage(WindowGeometry(sizes: [2], strides: [2], margins: [.none])),
                [.listed([1, 6, 1], [1, .nan, .infinity, 2, 1, 2])], gives: [1, 3, 1], isDifferentiated: false),
        ]
}
