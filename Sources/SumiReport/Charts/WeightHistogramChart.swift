import SumiNN
import SumiTensor

extension Chart {
    /// One histogram for each weight of a model: how its numbers are spread.
    ///
    /// - Throws: what keeps the model from being built, or ``ChartError`` where it has no weights.
    public static func weightHistograms(_ model: Model, bins: Int = 40) throws -> Chart {
        let panels = try model.weights.map { weight in
            WeightHistogramsDrawing.Panel(
                title: weight.path, histogram: Histogram(try weight.value().doubles, bins: min(max(bins, 1), 200)))
        }
        guard !panels.isEmpty else { throw ChartError("model \"\(model.name)\" has no weights to draw") }
        return Chart(WeightHistogramsDrawing(panels: panels))
    }
}

/// How numbers are spread over equal ranges.
struct Histogram: Hashable, Sendable {
    var lower: Double
    var upper: Double
    var counts: [Int]
    var mean: Double
    var deviation: Double

    /// Numbers that are not finite are left out.
    init(_ values: [Double], bins: Int) {
        let values = values.filter(\.isFinite)
        var (low, high) = (values.min() ?? 0, values.max() ?? 0)
        if !(high > low) {
            let half = max(abs(low) * 0.1, 0.5)
            (low, high) = (low - half, high + half)
        }
        var counts = [Int](repeating: 0, count: bins)
        for value in values { counts[min(Int((value - low) / (high - low) * Double(bins)), bins - 1)] += 1 }
        (lower, upper, self.counts) = (low, high, counts)
        let count = Double(max(values.count, 1))
        let mean = values.reduce(0, +) / count
        self.mean = mean
        deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }
}

private struct WeightHistogramsDrawing: Drawing {
    struct Panel: Hashable, Sendable {
        var title: String
        var histogram: Histogram
    }

    var panels: [Panel]
    private let panel = Size(190, 92)

    private var columns: Int { min(panels.count, 3) }

    func size(_ fonts: Fonts) -> Size {
        let rows = (panels.count + columns - 1) / columns
        return Size(Double(columns) * (panel.width + 58) + 14, Double(rows) * (panel.height + 74) + 8)
    }

    func draw(on canvas: Canvas) {
        for (index, item) in panels.enumerated() {
            let area = Rectangle(
                Double(index % columns) * (panel.width + 58) + 50, Double(index / columns) * (panel.height + 74) + 30,
                panel.width, panel.height)
            let histogram = item.histogram
            let frame = PlotFrame(
                area: area, x: Scale([histogram.lower, histogram.upper], count: 4, isTight: true),
                y: Scale([0, Double(histogram.counts.max() ?? 1) * 1.12], count: 3, isTight: true, isWhole: true))
            frame.drawBack(on: canvas)
            let step = (histogram.upper - histogram.lower) / Double(histogram.counts.count)
            for (bin, count) in histogram.counts.enumerated() where count > 0 {
                let start = frame.point(histogram.lower + Double(bin) * step, Double(count))
                let end = frame.point(histogram.lower + Double(bin + 1) * step, 0)
                canvas.fill(
                    Rectangle(start.x, start.y, end.x - start.x + 0.2, end.y - start.y), canvas.theme.series(0),
                    opacity: 0.85)
            }
            frame.drawFront(on: canvas)
            let style = TextStyle(size: 10, isBold: true)
            canvas.text(
                canvas.fonts.shortened(item.title, style, width: panel.width + 40),
                at: Point(area.midX - 8, area.y - 9), style, anchor: .middle)
            canvas.text(
                "mean \(formatted(histogram.mean, "%.3g").replacing("-", with: "−")), deviation "
                    + formatted(histogram.deviation, "%.3g"),
                at: Point(area.midX, area.maxY + 20), .caption, canvas.theme.mutedInk, anchor: .middle, baseline: .top)
        }
    }
}
