/// The dashboard as lines of text, none wider than the terminal.
package struct DashboardFrame {
    let state: DashboardState
    /// Lines are one column shorter than the terminal: text in the last one would wrap on some.
    private let width: Int
    private let height: Int
    private let usesColors: Bool

    package init(_ state: DashboardState, columns: Int, rows: Int, usesColors: Bool) {
        self.state = state
        width = max(columns - 1, 20)
        // The cursor rests on the line below.
        height = min(max(rows - 1, 6), 23)
        self.usesColors = usesColors
    }

    package var lines: [String] {
        var lines = [progress, rates]
        lines += values
        let names = plotted
        let room = height - lines.count - 2
        if room >= 5, !names.isEmpty { lines += [""] + plots(names, height: room - 2) + [legend] }
        return Array(lines.prefix(height))
    }

    // MARK: Head

    private var progress: String {
        let head = state.name.isEmpty ? "" : state.name.prefix(20) + "  "
        let epoch = "epoch \(state.epoch + 1)/\(state.epochs)"
        let count = state.isValidating ? "validating" : "\(state.batch)/\(state.steps)"
        let time = state.remaining.map { "ETA \(Self.time($0))" } ?? "\(Self.time(state.elapsed)) elapsed"
        let tail = " \(count)  \(time)"
        let room = width - head.count - epoch.count - tail.count - 1
        guard room >= 5 else { return cut(head + epoch + tail) }
        let share = state.steps > 0 ? min(max(Double(state.batch) / Double(state.steps), 0), 1) : 0
        let bar = min(room, 40)
        let filled = Int(Double(bar) * share)
        return paint(head, "1") + epoch + " " + paint(String(repeating: "━", count: filled), "32")
            + paint(String(repeating: usesColors ? "━" : "─", count: bar - filled), "90") + tail
    }

    private var rates: String {
        var parts: [String] = []
        if let rate = state.imagesPerSecond { parts.append("\(grouped(Int(min(rate, 1e12)))) images/s") }
        if let memory = state.memory { parts.append("\(grouped(memory >> 20)) MB") }
        if let rate = state.learningRate { parts.append("learning rate \(formatted(rate, "%.3g"))") }
        parts.append("\(Self.time(state.elapsed)) so far")
        return paint(cut(parts.joined(separator: "  ")), "90")
    }

    /// The latest values, as many as fit on two lines.
    private var values: [String] {
        var lines = [""]
        for (name, value) in state.latest {
            let text = "\(name) \(formatted(value, abs(value) > 1e-3 || value == 0 ? "%.4f" : "%.3e"))"
            if !lines[lines.count - 1].isEmpty, lines[lines.count - 1].count + text.count + 2 > width {
                lines.append("")
            }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : "  ") + text
        }
        return lines.prefix(2).map(cut)
    }

    private var legend: String {
        let hasValidation = state.curves.keys.contains { $0.hasPrefix("val_") }
        return paint("── training", Self.codes[0])
            + (hasValidation ? "   " + paint("╌╌ validation", Self.codes[1]) : "")
    }

    // MARK: Curves

    /// The loss and the first other log; one where the terminal is narrow.
    private var plotted: [String] {
        let names = state.latest.map(\.name).filter { !$0.hasPrefix("val_") && state.curves[$0] != nil }
        let other = names.first { $0 == "accuracy" } ?? names.first { $0 != "loss" && $0 != "learning_rate" }
        let both = (names.contains("loss") ? ["loss"] : []) + (other.map { [$0] } ?? [])
        return width >= 60 ? both : Array(both.prefix(1))
    }

    private func plots(_ names: [String], height: Int) -> [String] {
        let gap = 3
        let each = (width - gap * (names.count - 1)) / names.count
        let columns = names.map { plot($0, width: each, height: height) }
        return (0..<(columns.first?.count ?? 0)).map { row in
            columns.map { $0[row] }.joined(separator: String(repeating: " ", count: gap))
        }
    }

    /// A title, rows with an axis at the left, and the axis below with its ends.
    private func plot(_ name: String, width: Int, height: Int) -> [String] {
        let samples = state.curves[name] ?? []
        let validation = state.curves["val_" + name] ?? []
        let all = (samples + validation).map(\.y)
        var (low, high) = (all.min() ?? 0, all.max() ?? 1)
        if !(high - low > 1e-9 * max(abs(high), 1e-9)) {
            let half = max(abs(low) * 0.1, 0.05)
            (low, high) = (low - half, high + half)
        }
        let start = min(samples.first?.x ?? 0, validation.first?.x ?? .infinity)
        let end = max(samples.last?.x ?? 1, validation.last?.x ?? 0, start + 1e-6)
        let labels = [high, (low + high) / 2, low].map(Self.tick)
        let margin = labels.map(\.count).max() ?? 0
        var plot = BraillePlot(width: width - margin - 1, height: height)
        func points(_ samples: [DashboardState.Sample]) -> [(x: Double, y: Double)] {
            samples.map { (($0.x - start) / (end - start), ($0.y - low) / (high - low)) }
        }
        plot.draw(points(samples), line: 0, isDashed: false)
        plot.draw(points(validation), line: 1, isDashed: true)
        var lines = [paint(padded(name, width), "1")]
        for row in 0..<height {
            let label = row == 0 ? labels[0] : row == height - 1 ? labels[2] : row == height / 2 ? labels[1] : ""
            let axis = String(repeating: " ", count: margin - label.count) + label + (label.isEmpty ? "│" : "┤")
            lines.append(paint(axis, "90") + plot.row(row) { paint($0, Self.codes[$1]) })
        }
        let first = formatted(start, "%.3g")
        let last = formatted(end, "%.3g")
        let space = max(width - margin - 9 - first.count - last.count, 1)
        let ends = String(repeating: " ", count: margin) + "└ " + first + String(repeating: "─", count: space) + last
        lines.append(paint(padded(ends + " epochs", width), "90"))
        return lines.map { usesColors ? $0 : padded($0, width) }
    }

    // MARK: Text

    /// Training and validation.
    private static let codes = ["36", "33"]

    private func paint(_ text: String, _ code: String) -> String {
        usesColors && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    private func cut(_ text: String) -> String { String(text.prefix(width)) }

    private func padded(_ text: String, _ width: Int) -> String {
        let text = text.prefix(width)
        return text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func tick(_ value: Double) -> String {
        abs(value) >= 0.01 && abs(value) < 100 ? formatted(value, "%.3f") : formatted(value, "%.2g")
    }

    static func time(_ seconds: Double) -> String {
        let whole = Int(min(max(seconds, 0), 1e8).rounded())
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if whole >= 3600 { return "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))" }
        return "\(whole / 60):\(two(whole % 60))"
    }
}
