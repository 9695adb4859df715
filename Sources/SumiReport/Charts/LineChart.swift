extension Chart {
    /// One line of a plot.
    public struct Line: Hashable, Sendable {
        /// What the legend calls it.
        public var name: String
        /// Where its points lie along the axis.
        public var x: [Double]
        /// How high each point is; NaN is a gap.
        public var y: [Double]
        /// Whether it is dashed.
        public var isDashed: Bool

        /// A line through points, as many `x` as `y`.
        public init(_ name: String, x: [Double], y: [Double], isDashed: Bool = false) {
            self.name = name
            self.x = x
            self.y = y
            self.isDashed = isDashed
        }
    }

    /// Lines over numbers: the curves of activations, a schedule, anything.
    ///
    /// - Throws: ``ChartError`` where a line has no points, or other numbers of x and y.
    public static func lines(
        _ lines: [Line], title: String = "", xTitle: String = "", yTitle: String = ""
    ) throws(ChartError) -> Chart {
        guard !lines.isEmpty else { throw ChartError("\(title): there are no lines to draw") }
        for line in lines where line.x.count != line.y.count || line.x.isEmpty {
            throw ChartError("the line \"\(line.name)\" has \(line.x.count) places and \(line.y.count) values")
        }
        return Chart(LinesDrawing(lines: lines, title: title, xTitle: xTitle, yTitle: yTitle, isSquare: false))
    }
}

struct LinesDrawing: Drawing {
    var lines: [Chart.Line]
    var title: String
    var xTitle: String
    var yTitle: String
    /// Both axes from 0 to 1 in a square, with the diagonal.
    var isSquare: Bool

    private var legend: Legend {
        Legend(
            lines.count == 1 && !isSquare
                ? []
                : lines.enumerated().map {
                    Legend.Item(name: $1.name, series: $0, dash: $1.isDashed ? [5, 3] : [])
                })
    }

    private func frame(_ fonts: Fonts) -> PlotFrame {
        let x = isSquare ? Scale([0, 1], isTight: true) : Scale(lines.flatMap(\.x), count: 7, isTight: true)
        let y = isSquare ? Scale([0, 1], isTight: true) : Scale(lines.flatMap(\.y))
        let left = PlotFrame.leftMargin(y, title: yTitle, fonts) + 10
        let area = Rectangle(left, title.isEmpty ? 14 : 36, isSquare ? 270 : 380, isSquare ? 270 : 240)
        return PlotFrame(area: area, x: x, y: y, title: title, xTitle: xTitle, yTitle: yTitle)
    }

    func size(_ fonts: Fonts) -> Size {
        let area = frame(fonts).area
        let width = area.maxX + 18
        return Size(
            width, area.maxY + PlotFrame.bottomMargin(title: xTitle) + legend.height(width: width - 24, fonts) + 10)
    }

    func draw(on canvas: Canvas) {
        let frame = frame(canvas.fonts)
        frame.drawBack(on: canvas, hasVerticalGrid: true)
        if isSquare {
            canvas.line(frame.point(0, 0), frame.point(1, 1), canvas.theme.mutedInk, width: 0.9, dash: [3, 3])
        }
        canvas.clipped(to: frame.area) {
            for (index, line) in lines.enumerated() {
                let points = Array(zip(line.x, line.y))
                for part in points.split(whereSeparator: { !$0.0.isFinite || !$0.1.isFinite }) {
                    canvas.polyline(
                        part.map { frame.point($0.0, $0.1) }, canvas.theme.series(index), width: 1.8,
                        dash: line.isDashed ? [5, 3] : [])
                }
            }
        }
        frame.drawFront(on: canvas)
        let size = size(canvas.fonts)
        let height = legend.height(width: size.width - 24, canvas.fonts)
        legend.draw(on: canvas, in: Rectangle(12, size.height - height - 6, size.width - 24, height))
    }
}
