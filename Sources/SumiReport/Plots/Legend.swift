/// Names of lines, in rows that are centred.
struct Legend: Hashable, Sendable {
    struct Item: Hashable, Sendable {
        var name: String
        /// A place in the theme's series; the muted ink where it is `nil`.
        var series: Int?
        var dash: [Double] = []
        var isArea = false
    }

    var items: [Item]
    private let lineHeight = 16.0

    init(_ items: [Item]) { self.items = items }

    private func itemWidth(_ item: Item, _ fonts: Fonts) -> Double { 24 + fonts.width(item.name, .tick) + 18 }

    private func rows(width: Double, _ fonts: Fonts) -> [[Item]] {
        var rows: [[Item]] = []
        var used = Double.infinity
        for item in items {
            let itemWidth = itemWidth(item, fonts)
            if used + itemWidth > width {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append(item)
            used += itemWidth
        }
        return rows
    }

    func height(width: Double, _ fonts: Fonts) -> Double { Double(rows(width: width, fonts).count) * lineHeight }

    func draw(on canvas: Canvas, in area: Rectangle) {
        for (index, row) in rows(width: area.width, canvas.fonts).enumerated() {
            let width = row.reduce(0) { $0 + itemWidth($1, canvas.fonts) } - 18
            var x = area.midX - width / 2
            let y = area.y + (Double(index) + 0.5) * lineHeight
            for item in row {
                let color = item.series.map { canvas.theme.series($0) } ?? canvas.theme.mutedInk
                if item.isArea {
                    canvas.fill(Rectangle(x + 3, y - 4.5, 14, 9), color)
                } else {
                    canvas.line(Point(x, y), Point(x + 19, y), color, width: 1.8, dash: item.dash)
                }
                canvas.text(item.name, at: Point(x + 24, y), .tick, baseline: .middle)
                x += itemWidth(item, canvas.fonts)
            }
        }
    }
}
