import SumiNN
import SumiTensor

/// Small pictures in a terminal: each character shows two pixels, one above the other.
///
/// With colours every pixel has its own, as 24 bits where the terminal says that it can (`COLORTERM`), else as one of
/// the 256 that are usual. Without colours a pixel is ink or paper.
struct HalfBlocks {
    /// `[height][width]` of red, green, blue.
    private let pixels: [[(UInt8, UInt8, UInt8)]]

    var width: Int { pixels.first?.count ?? 0 }

    /// - Parameter image: `[height, width]` or `[height, width, channels]` with 1 or 3 channels, values of 0 to 255.
    init(_ image: Tensor) throws {
        let sizes = image.shape.dimensions
        let channels = sizes.count == 3 ? sizes[2] : 1
        guard (2...3).contains(sizes.count), channels == 1 || channels == 3 else {
            throw ToolError("an image of shape \(image.shape) cannot be shown: it takes 1 or 3 channels")
        }
        let values = image.scalars(as: Float.self).map { UInt8(min(max($0.isNaN ? 0 : $0, 0), 255)) }
        pixels = (0..<sizes[0]).map { y in
            (0..<sizes[1]).map { x in
                let start = (y * sizes[1] + x) * channels
                let last = channels - 1
                return (values[start], values[start + min(1, last)], values[start + last])
            }
        }
    }

    func lines(colors: Bool) -> [String] {
        stride(from: 0, to: pixels.count, by: 2).map { y in
            let lower = y + 1 < pixels.count ? pixels[y + 1] : pixels[y].map { _ in (0, 0, 0) }
            return colors ? Self.colored(pixels[y], lower) : Self.plain(pixels[y], lower)
        }
    }

    /// Pictures beside each other with a text below each, as many in a row as fit `columns`.
    static func grid(_ pictures: [(picture: HalfBlocks, caption: String)], console: Console) -> String {
        guard let width = pictures.map(\.picture.width).max(), width > 0 else { return "" }
        let perRow = max(1, (console.columns + 2) / (width + 2))
        var text = ""
        for start in stride(from: 0, to: pictures.count, by: perRow) {
            let row = pictures[start..<min(start + perRow, pictures.count)]
            let drawn = row.map { $0.picture.lines(colors: console.usesColors) }
            let height = drawn.map(\.count).max() ?? 0
            for line in 0..<height {
                let parts = zip(row, drawn).map { entry, lines in
                    (line < lines.count ? lines[line] : String(repeating: " ", count: entry.picture.width))
                        + String(repeating: " ", count: width - entry.picture.width)
                }
                text += parts.joined(separator: "  ") + "\n"
            }
            let captions = row.map { entry in
                let caption = String(entry.caption.prefix(width))
                return caption + String(repeating: " ", count: width - caption.count)
            }
            text += captions.joined(separator: "  ").trimmedAtEnd + "\n\n"
        }
        return text
    }

    private static func colored(_ upper: [(UInt8, UInt8, UInt8)], _ lower: [(UInt8, UInt8, UInt8)]) -> String {
        var text = ""
        var last = ""
        for (above, below) in zip(upper, lower) {
            let code = "\u{1B}[38;\(color(above));48;\(color(below))m"
            if code != last { text += code }
            last = code
            text += "▀"
        }
        return text + "\u{1B}[0m"
    }

    private static let hasAllColors = ["truecolor", "24bit"].contains(environment("COLORTERM") ?? "")

    private static func color(_ pixel: (UInt8, UInt8, UInt8)) -> String {
        let (red, green, blue) = pixel
        if hasAllColors { return "2;\(red);\(green);\(blue)" }
        if red == green, green == blue {
            // 24 greys from 8 on in steps of 10; black and white lie in the cube of colours.
            if red < 4 { return "5;16" }
            return red > 246 ? "5;231" : "5;\(232 + min(23, max(0, (Int(red) - 3) / 10)))"
        }
        func step(_ value: UInt8) -> Int { (Int(value) * 5 + 127) / 255 }
        return "5;\(16 + 36 * step(red) + 6 * step(green) + step(blue))"
    }

    private static func plain(_ upper: [(UInt8, UInt8, UInt8)], _ lower: [(UInt8, UInt8, UInt8)]) -> String {
        func isInk(_ pixel: (UInt8, UInt8, UInt8)) -> Bool { Int(pixel.0) + Int(pixel.1) + Int(pixel.2) > 3 * 110 }
        return String(
            zip(upper, lower).map { above, below in
                switch (isInk(above), isInk(below)) {
                case (true, true): "█"
                case (true, false): "▀"
                case (false, true): "▄"
                case (false, false): " "
                }
            })
    }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
