/// Names of lines, in columns that are centred.
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
    /// Between columns.
    private static let gap = 18.0

    init(_ items: [Item]) { self.items = items }

    private func itemWidth(_ item: Item, _ fonts: Fonts) -> Double { 24 + fonts.width(item.name, .tick) + Self.gap }

    /// How wide each column is: as many columns as fit, at least one.
    private func columns(width: Double, _ fonts: Fonts) -> [Double] {
        let widths = items.map { itemWidth($0, fonts) }
        for count in stride(from: widths.count, to: 1, by: -1) {
            let columns = (0..<count).map { column in
                stride(from: column, to: widths.count, by: count).map { widths[$0] }.max() ?? 0
            }
            if columns.reduce(0, +) - Self.gap <= width { return columns }
        }
        return [widths.max() ?? 0]
    }

    func height(width: Double, _ fonts: Fonts) -> Double {
        let columns = columns(width: width, fonts).count
        return Double((items.count + columns - 1) / columns) * lineHeight
    }

    func draw(on canvas: Canvas, in area: Rectangle) {
        let columns = columns(width: area.width, canvas.fonts)
        let left = area.midX - (columns.reduce(0, +) - Self.gap) / 2
        for (index, item) in items.enumerated() {
            let x = left + columns.prefix(index % columns.count).reduce(0, +)
            let y = area.y + (Double(index / columns.count) + 0.5) * lineHeight
            let color = item.series.map { canvas.theme.series($0) } ?? canvas.theme.mutedInk
            if item.isArea {
                canvas.fill(Rectangle(x + 3, y - 4.5, 14, 9), color)
            } else {
                canvas.line(Point(x, y), Point(x + 19, y), color, width: 1.8, dash: item.dash)
            }
            canvas.text(item.name, at: Point(x + 24, y), .tick, baseline: .middle)
        }
    }
}
