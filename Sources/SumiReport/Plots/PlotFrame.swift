/// The area of a plot with its axes: draws grid, ticks and titles, and says where numbers lie.
struct PlotFrame {
    /// Where data are drawn.
    var area: Rectangle
    var x: Scale
    var y: Scale
    var title = ""
    var xTitle = ""
    var yTitle = ""

    func point(_ x: Double, _ y: Double) -> Point {
        Point(area.x + self.x.place(x) * area.width, area.maxY - self.y.place(y) * area.height)
    }

    /// Grid and ticks, before the data.
    func drawBack(on canvas: Canvas, hasVerticalGrid: Bool = false) {
        let theme = canvas.theme
        for tick in y.ticks {
            let place = point(x.lower, tick.value).y
            canvas.line(Point(area.x, place), Point(area.maxX, place), theme.grid, width: 0.7)
            canvas.text(
                tick.label, at: Point(area.x - 6, place), .tick, theme.mutedInk, anchor: .end, baseline: .middle)
        }
        for tick in x.ticks {
            let place = area.x + x.place(tick.value) * area.width
            if hasVerticalGrid {
                canvas.line(Point(place, area.y), Point(place, area.maxY), theme.grid, width: 0.7)
            }
            canvas.line(Point(place, area.maxY), Point(place, area.maxY + 3.5), theme.mutedInk, width: 0.8)
            canvas.text(
                tick.label, at: Point(place, area.maxY + 6), .tick, theme.mutedInk, anchor: .middle, baseline: .top)
        }
    }

    /// Axes and titles, after the data.
    func drawFront(on canvas: Canvas) {
        let theme = canvas.theme
        canvas.line(Point(area.x, area.y), Point(area.x, area.maxY), theme.mutedInk, width: 0.9)
        canvas.line(Point(area.x, area.maxY), Point(area.maxX, area.maxY), theme.mutedInk, width: 0.9)
        canvas.text(title, at: Point(area.midX, area.y - 9), .title, anchor: .middle)
        canvas.text(
            xTitle, at: Point(area.midX, area.maxY + 21), .label, anchor: .middle, baseline: .top)
        let widest = y.ticks.map { canvas.width($0.label, .tick) }.max() ?? 0
        canvas.text(
            yTitle, at: Point(area.x - widest - 14, area.midY), .label, anchor: .middle, angle: -.pi / 2)
    }

    /// What stands left of the area: ticks and title.
    static func leftMargin(_ y: Scale, title: String, _ fonts: Fonts) -> Double {
        let widest = y.ticks.map { fonts.width($0.label, .tick) }.max() ?? 0
        return widest + 12 + (title.isEmpty ? 0 : 18)
    }

    /// What stands below the area.
    static func bottomMargin(title: String) -> Double { title.isEmpty ? 22 : 38 }
}
