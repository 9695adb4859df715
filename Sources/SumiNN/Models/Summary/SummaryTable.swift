/// A table with a heavy rule below its header and a line between rows, as Keras 3 prints it.
struct SummaryTable {
    struct Column {
        var title: String
        var alignment: StyledText.Alignment
        /// Where the column ends, as a share of the line.
        var end: Double
    }

    var columns: [Column]
    var rows: [[StyledText]] = []
    var lineLength: Int

    func text(colors: Bool) -> String {
        let widths = widths
        var lines = [rule("┏", "━", "┳", "┓", widths)]
        let bold = columns.map { StyledText($0.title, "1") }
        lines += cells(bold, widths, edge: "┃", colors: colors)
        lines.append(rule("┡", "━", "╇", "┩", widths))
        for (index, row) in rows.enumerated() {
            if index > 0 { lines.append(rule("├", "─", "┼", "┤", widths)) }
            lines += cells(row, widths, edge: "│", colors: colors)
        }
        lines.append(rule("└", "─", "┴", "┘", widths))
        return lines.map { $0 + "\n" }.joined()
    }

    /// Widths with one space on either side. Keras' columns fill the line without borders and spaces; what those take
    /// is then taken from all columns alike, as the table library does it.
    private var widths: [Int] {
        var widths: [Int] = []
        var start = 0
        for column in columns {
            let width = Int(column.end * Double(lineLength)) - start
            widths.append(max(width, 4) + 2)
            start += width
        }
        var excess = widths.reduce(0, +) - (lineLength - columns.count - 1)
        for index in widths.indices where excess > 0 {
            let part = Double(excess) / Double(columns.count - index)
            let taken = min(widths[index] - 3, Int(part.rounded(.toNearestOrEven)))
            widths[index] -= max(taken, 0)
            excess -= max(taken, 0)
        }
        return widths
    }

    private func rule(_ left: String, _ line: String, _ middle: String, _ right: String, _ widths: [Int]) -> String {
        left + widths.map { String(repeating: line, count: $0) }.joined(separator: middle) + right
    }

    private func cells(_ row: [StyledText], _ widths: [Int], edge: String, colors: Bool) -> [String] {
        let parts = row.indices.map { row[$0].lines(width: widths[$0] - 2, columns[$0].alignment) }
        let height = parts.map(\.count).max() ?? 0
        return (0..<height).map { line in
            let texts = parts.indices.map { column in
                line < parts[column].count
                    ? parts[column][line].text(colors: colors) : String(repeating: " ", count: widths[column] - 2)
            }
            return edge + texts.map { " \($0) " }.joined(separator: edge) + edge
        }
    }
}
