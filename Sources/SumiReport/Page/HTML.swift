import SumiNN

/// Pieces of an HTML page.
enum HTML {
    /// Text with the characters escaped that mean something to a browser.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
    }

    /// A table whose first column names its rows; the other cells are numbers, or text that is escaped.
    static func table(_ head: [String], _ rows: [[String]], separatorBefore: Int? = nil) -> String {
        let titles = head.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
        let lines = rows.enumerated().map { index, row in
            let cells = row.enumerated().map { place, cell in
                place == 0 ? "<th scope=\"row\">\(escaped(cell))</th>" : "<td>\(escaped(cell))</td>"
            }.joined()
            return "<tr\(index == separatorBefore ? " class=\"rule\"" : "")>\(cells)</tr>"
        }.joined(separator: "\n")
        return "<div class=\"scroll\"><table><thead><tr>\(titles)</tr></thead><tbody>\n\(lines)\n</tbody></table></div>"
    }

    static func details(_ summary: String, _ content: String) -> String {
        "<details><summary>\(escaped(summary))</summary>\n\(content)\n</details>"
    }

    static func preformatted(_ text: String) -> String { "<pre class=\"scroll\">\(escaped(text))</pre>" }

    /// A chart as a picture inside of the page, in the colours of light and dark pages.
    static func figure(_ chart: Chart, alt: String, isWide: Bool = false) throws -> String {
        func link(_ theme: Theme) throws -> String {
            "data:image/svg+xml;base64," + base64(try chart.themed(theme).data(.svg))
        }
        let size = try chart.size
        // Pictures may shrink, but letters stay readable: what is wider scrolls.
        let least = min(size.width, isWide ? 520 : 300)
        return """
            <figure class="scroll"><picture>
            <source media="(prefers-color-scheme: dark)" srcset="\(try link(.dark))">
            <img src="\(try link(.light))" alt="\(escaped(alt))" width="\(whole(size.width))" height="\(whole(size.height))" \
            style="min-width:\(whole(least))px">
            </picture></figure>
            """
    }

    private static func whole(_ value: Double) -> String { formatted(value.rounded(.up), "%.0f") }

    static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let rest = bytes.count - start
            let group =
                UInt32(bytes[start]) << 16 | (rest > 1 ? UInt32(bytes[start + 1]) << 8 : 0)
                | (rest > 2 ? UInt32(bytes[start + 2]) : 0)
            for (place, shift) in [18, 12, 6, 0].enumerated() {
                text.append(place <= rest ? letters[Int(group >> UInt32(shift) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
