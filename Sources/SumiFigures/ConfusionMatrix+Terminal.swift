import SumiNN

extension ConfusionMatrix: CustomStringConvertible {
    /// The matrix as a table of text.
    public var description: String { terminalText() }

    /// The matrix as a table for a terminal, the larger a cell the darker its blue.
    ///
    /// - Parameters:
    ///   - classNames: what the classes are called, in the order of the labels; their numbers where it is `nil`.
    ///   - colors: whether cells are coloured (by the codes of a terminal with 256 colours).
    ///   - columns: how wide the terminal is; names are shortened to fit.
    public func terminalText(classNames: [String]? = nil, colors: Bool = false, columns: Int = 80) -> String {
        let names = labels.enumerated().map { index, label in
            classNames.flatMap { index < $0.count ? $0[index] : nil } ?? String(label)
        }
        let texts = rows.map { $0.map(cellText) }
        let digits = texts.flatMap(\.self).map(\.count).max() ?? 1
        let longest = names.map(\.terminalWidth).max() ?? 1
        let nameWidth = max(min(longest, max(columns / 4, 6)), "True label".count)
        let room = max((columns - nameWidth - 1) / max(labels.count, 1), 0)
        let width = max(digits + 2, min(longest + 2, room))
        var text = String(repeating: " ", count: nameWidth + 1) + "Predicted label\n"
        text += "True label".fitted(nameWidth) + " "
        text += names.map { $0.fitted(width - 1, atEnd: true) + " " }.joined().trimmingEnd() + "\n"
        let largest = rows.flatMap(\.self).filter(\.isFinite).max() ?? 0
        for (name, cells) in zip(names, zip(rows, texts)) {
            text += name.fitted(nameWidth) + " "
            for (value, cell) in zip(cells.0, cells.1) {
                let padded = cell.fitted(width - 1, atEnd: true) + " "
                text += colors ? Self.painted(padded, largest > 0 ? value / largest : 0) : padded
            }
            text = (colors ? text : text.trimmingEnd()) + "\n"
        }
        return text
    }

    /// A count as it is, a share with two decimals, another sum with as many as it needs, two at most.
    package func cellText(_ value: Double) -> String {
        if normalization != nil { return formatted(value, "%.2f") }
        return value == value.rounded() ? formatted(value, "%.0f") : formatted(value, "%.2f")
    }

    /// Blues from white to dark in the palette of 256 colours; white letters on what is darker than the middle.
    private static func painted(_ text: String, _ share: Double) -> String {
        let blues = [231, 195, 153, 117, 75, 33, 27, 19]
        let place = min(max(share.isFinite ? share : 0, 0), 1) * Double(blues.count - 1)
        return "\u{1B}[48;5;\(blues[Int(place.rounded())]);38;5;\(share > 0.5 ? 231 : 16)m\(text)\u{1B}[0m"
    }
}

extension String {
    /// How many columns of a terminal the text takes: Chinese characters take two.
    package var terminalWidth: Int { reduce(0) { $0 + $1.terminalWidth } }

    /// Cut to `width` columns of a terminal, with an ellipsis where something is missing, and filled up with spaces.
    package func fitted(_ width: Int, atEnd: Bool = false) -> String {
        var text = ""
        var used = 0
        let all = terminalWidth
        for character in self {
            if used + character.terminalWidth > (all > width ? width - 1 : width) { break }
            text.append(character)
            used += character.terminalWidth
        }
        if all > width, used < width {
            text += "…"
            used += 1
        }
        let spaces = String(repeating: " ", count: max(0, width - used))
        return atEnd ? spaces + text : text + spaces
    }

    fileprivate func trimmingEnd() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension Character {
    /// Two for what East Asian typesetting draws in a square, else one.
    fileprivate var terminalWidth: Int {
        guard let value = unicodeScalars.first?.value else { return 0 }
        let squares: [ClosedRange<UInt32>] = [
            0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
        ]
        return squares.contains { $0.contains(value) } ? 2 : 1
    }
}
