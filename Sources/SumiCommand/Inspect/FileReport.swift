import SumiNN
import SumiTensor

/// What is known of a file: what it is, facts about it, and the arrays in it.
struct FileReport {
    /// One array and where it lies.
    struct Row {
        var name: String
        var type: String
        var shape: Shape
    }

    var title: String
    var facts: [String] = []
    var rows: [Row] = []

    /// Names and texts come from the file: what a terminal would obey is not printed as it is.
    var text: String {
        var lines = [title] + facts.map { "  " + $0 }
        if !rows.isEmpty {
            let elements = rows.reduce(0.0) { $0 + Double($1.shape.count) }
            lines += ["", "\(rows.count) array\(rows.count == 1 ? "" : "s"), \(formatted(elements, "%.0f")) elements:"]
            let width = min(rows.map(\.name.count).max() ?? 0, 60)
            let typeWidth = rows.map(\.type.count).max() ?? 0
            lines += rows.map { row in
                "  \(padded(row.name, width))  \(padded(row.type, typeWidth))  \(row.shape)"
            }
        }
        return lines.map { printable($0) + "\n" }.joined()
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
