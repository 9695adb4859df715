import SumiTensor

extension Reference {
    /// Runs `body` over every window of every image and channel: the place of the image's first cell in that channel,
    /// how far apart its cells are, and the window's place in the result.
    private static func windows(
        _ table: WindowTable, _ shape: Shape, _ body: (_ start: Int, _ step: Int, _ window: Int, _ place: Int) -> Void
    ) {
        let channels = shape.dimensions[shape.rank - 1]
        for image in 0..<shape.dimensions[0] {
            for window in 0..<table.windows {
                for channel in 0..<channels {
                    body(
                        image * table.cells * channels + channel, channels, window,
                        (image * table.windows + window) * channels + channel)
                }
            }
        }
    }

    /// −1 for a window that stands on padding alone.
    static func windowArgMax(_ x: ReferenceArray, _ window: WindowGeometry) -> [Double] {
        let table = WindowTable(window, over: x.shape)
        var result = [Double](
            repeating: -1, count: x.dimensions[0] * table.windows * x.dimensions[x.shape.rank - 1])
        windows(table, x.shape) { start, step, window, place in
            var best = -1
            for tap in 0..<table.taps {
                guard let cell = table.cell(window, tap) else { continue }
                if best < 0 || isGreater(x.values[start + cell * step], x.values[start + best * step]) { best = cell }
            }
            result[place] = Double(best)
        }
        return result
    }

    /// 0 for a window that stands on padding alone.
    static func windowAverage(_ x: ReferenceArray, _ window: WindowGeometry) -> [Double] {
        let table = WindowTable(window, over: x.shape)
        var result = [Double](
            repeating: 0, count: x.dimensions[0] * table.windows * x.dimensions[x.shape.rank - 1])
        windows(table, x.shape) { start, step, window, place in
            var sum = 0.0
            for tap in 0..<table.taps {
                if let cell = table.cell(window, tap) { sum += x.values[start + cell * step] }
            }
            result[place] = sum / Double(max(1, table.count(window)))
        }
        return result
    }

    static func windowAverageGradient(_ dy: ReferenceArray, _ window: WindowGeometry, _ input: Shape) -> [Double] {
        let table = WindowTable(window, over: input)
        var result = [Double](repeating: 0, count: input.count)
        windows(table, input) { start, step, window, place in
            let share = dy.values[place] / Double(max(1, table.count(window)))
            for tap in 0..<table.taps {
                if let cell = table.cell(window, tap) { result[start + cell * step] += share }
            }
        }
        return result
    }
}
