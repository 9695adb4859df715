import SumiNN

extension Chart {
    /// Learning curves: one plot for the loss, one for each metric and one for the learning rate, training drawn through
    /// and validation dashed, one colour for each run.
    ///
    /// - Parameters:
    ///   - runs: what was recorded; several are drawn over each other.
    ///   - logs: which logs, without `val_`; all where it is `nil`.
    /// - Throws: ``ChartError`` where there is nothing to draw.
    public static func learningCurves(_ runs: [TrainingRun], logs: [String]? = nil) throws(ChartError) -> Chart {
        let drawing = LearningCurvesDrawing(runs: runs, wanted: logs)
        guard !drawing.panels.isEmpty else {
            throw ChartError("learning curves: there are no epochs to draw\(logs.map { " of \($0)" } ?? "")")
        }
        return Chart(drawing)
    }

    /// The learning curves of one run of `fit`.
    public static func learningCurves(_ history: History) throws(ChartError) -> Chart {
        try learningCurves([TrainingRun(history)])
    }
}

private struct LearningCurvesDrawing: Drawing {
    var runs: [TrainingRun]
    /// The logs that are drawn, without `val_`.
    var panels: [String]

    private let panel = Size(300, 205)
    private static let dash = [5.0, 3.0]

    init(runs: [TrainingRun], wanted: [String]?) {
        self.runs = runs
        var names: [String] = []
        for log in runs.flatMap(\.logs) where log.values.contains(where: \.isFinite) {
            let name = log.name.hasPrefix("val_") ? String(log.name.dropFirst(4)) : log.name
            if !names.contains(name), wanted?.contains(name) ?? true { names.append(name) }
        }
        func rank(_ name: String) -> Int {
            if name == "loss" { return 0 }
            return ["learning_rate", "lr"].contains(name) ? 2 : 1
        }
        let order = names.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
        panels = order.map(\.element)
    }

    private var legend: Legend {
        var items: [Legend.Item] = []
        if runs.count > 1 {
            items = runs.enumerated().map { index, run in
                Legend.Item(name: run.name.isEmpty ? "run \(index + 1)" : run.name, series: index)
            }
        }
        let series = runs.count > 1 ? nil : 0
        items.append(Legend.Item(name: "training", series: series))
        if runs.contains(where: { run in panels.contains { run["val_" + $0] != nil } }) {
            items.append(Legend.Item(name: "validation", series: runs.count > 1 ? nil : 1, dash: Self.dash))
        }
        return Legend(items)
    }

    private var columns: Int { panels.count == 4 ? 2 : min(panels.count, 3) }

    func size(_ fonts: Fonts) -> Size {
        let rows = Double((panels.count + columns - 1) / columns)
        let width = Double(columns) * (panel.width + 62) + 20
        return Size(width, rows * (panel.height + 78) + legend.height(width: width - 24, fonts) + 14)
    }

    func draw(on canvas: Canvas) {
        let size = size(canvas.fonts)
        for (index, name) in panels.enumerated() {
            let (row, column) = (index / columns, index % columns)
            // A last row with fewer plots is centred.
            let inRow = min(columns, panels.count - row * columns)
            let left = (size.width - Double(inRow) * (panel.width + 62)) / 2
            let area = Rectangle(
                left + Double(column) * (panel.width + 62) + 50, Double(row) * (panel.height + 78) + 34, panel.width,
                panel.height)
            draw(name, in: area, on: canvas)
        }
        let height = legend.height(width: size.width - 24, canvas.fonts)
        legend.draw(on: canvas, in: Rectangle(12, size.height - height - 8, size.width - 24, height))
    }

    private func draw(_ name: String, in area: Rectangle, on canvas: Canvas) {
        struct Line {
            var points: [(x: Double, y: Double)]
            var color: Color
            var dash: [Double]
        }
        var lines: [Line] = []
        for (index, run) in runs.enumerated() {
            for isValidation in [false, true] {
                guard let values = run[isValidation ? "val_" + name : name] else { continue }
                // Epochs are counted from 1 where people read them. Keras' validation follows the epoch.
                let points = zip(run.epochs, values).map { (x: Double($0 + 1), y: $1) }
                let color = canvas.theme.series(runs.count > 1 ? index : isValidation ? 1 : 0)
                lines.append(Line(points: points, color: color, dash: isValidation ? Self.dash : []))
            }
        }
        let values = lines.flatMap(\.points).filter { $0.y.isFinite }
        let isRate = ["learning_rate", "lr"].contains(name)
        let positive = values.map(\.y).filter { $0 > 0 }
        let isWide = isRate && (positive.max() ?? 1) > 20 * (positive.min() ?? 1)
        let frame = PlotFrame(
            area: area, x: Scale(values.map(\.x), count: 8, isTight: values.count > 1, isWhole: true),
            y: Scale(values.map(\.y), isLogarithmic: isWide), title: Self.title(name), xTitle: "epoch")
        frame.drawBack(on: canvas)
        for line in lines {
            // A value that is not finite is a gap.
            for part in line.points.split(whereSeparator: { !$0.y.isFinite }) {
                let points = part.map { frame.point($0.x, $0.y) }
                canvas.polyline(points, line.color, width: 1.7, dash: line.dash)
                if line.points.count <= 12 || points.count == 1 {
                    for point in points { canvas.fillCircle(point, radius: 2.4, line.color) }
                }
            }
        }
        frame.drawFront(on: canvas)
    }

    private static func title(_ name: String) -> String {
        let words = name == "lr" ? "learning rate" : name.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
