/// Text whose characters may be bold or coloured, by the codes of a terminal (`1` bold, `38;5;34` green).
struct StyledText: Hashable, ExpressibleByStringLiteral {
    struct Letter: Hashable {
        var character: Character
        var style: String
    }

    var letters: [Letter]

    init(_ letters: some Sequence<Letter>) { self.letters = Array(letters) }
    init(_ text: String, _ style: String = "") { letters = text.map { Letter(character: $0, style: style) } }
    init(stringLiteral text: String) { self.init(text) }

    var count: Int { letters.count }

    static func + (a: StyledText, b: StyledText) -> StyledText { StyledText(a.letters + b.letters) }

    /// With the codes of a terminal, or without.
    func text(colors: Bool) -> String {
        guard colors else { return String(letters.map(\.character)) }
        var result = ""
        var rest = letters[...]
        while let first = rest.first {
            let run = rest.prefix { $0.style == first.style }
            let text = String(run.map(\.character))
            result += first.style.isEmpty ? text : "\u{1B}[\(first.style)m\(text)\u{1B}[0m"
            rest = rest.dropFirst(run.count)
        }
        return result
    }

    // MARK: Wrapping, as the library behind Keras' tables does it

    enum Alignment { case left, right, center }

    /// Lines of exactly `width` characters: broken between words, with an ellipsis where a word is longer.
    func lines(width: Int, _ alignment: Alignment) -> [StyledText] {
        var starts: [Int] = []
        var offset = 0
        for word in words {
            let length = letters[word].trimmedCount
            if width - offset >= length {
                offset += word.count
            } else if length > width || offset > 0, word.lowerBound > 0 {
                starts.append(word.lowerBound)
                offset = word.count
            } else if length > width {
                offset = word.count
            }
        }
        let bounds = [0] + starts + [count]
        return zip(bounds, bounds.dropFirst()).map { start, end in
            StyledText(letters[start..<end]).fitted(width, alignment)
        }
    }

    /// The ranges of words with the spaces around them.
    private var words: [Range<Int>] {
        var ranges: [Range<Int>] = []
        var position = 0
        while position < count {
            var end = position
            while end < count, letters[end].character == " " { end += 1 }
            if end == count { break }
            while end < count, letters[end].character != " " { end += 1 }
            while end < count, letters[end].character == " " { end += 1 }
            ranges.append(position..<end)
            position = end
        }
        return ranges
    }

    private func fitted(_ width: Int, _ alignment: Alignment) -> StyledText {
        var line = letters[...]
        while line.last?.character == " ", alignment != .left || line.count > width { line = line.dropLast() }
        if line.count > width {
            let style = line.dropFirst(width - 1).first?.style ?? ""
            line = line.prefix(width - 1) + [Letter(character: "…", style: style)]
        }
        let free = width - line.count
        let before =
            switch alignment {
            case .left: 0
            case .right: free
            case .center: free / 2
            }
        return StyledText(String(repeating: " ", count: before)) + StyledText(line)
            + StyledText(String(repeating: " ", count: free - before))
    }
}

extension ArraySlice<StyledText.Letter> {
    /// The number of characters without spaces at the end.
    fileprivate var trimmedCount: Int { count - reversed().prefix { $0.character == " " }.count }
}
