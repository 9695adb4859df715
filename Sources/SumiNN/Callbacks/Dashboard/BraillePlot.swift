/// Lines drawn with the dots of braille characters: each has 2 x 4 of them.
package struct BraillePlot {
    let width: Int
    let height: Int
    private var dots: [UInt8]
    /// Which line was drawn last in each character.
    private var owners: [Int?]

    package init(width: Int, height: Int) {
        self.width = max(width, 1)
        self.height = max(height, 1)
        dots = [UInt8](repeating: 0, count: self.width * self.height)
        owners = [Int?](repeating: nil, count: self.width * self.height)
    }

    /// Draws a line through points in 0 to 1, y upwards.
    ///
    /// - Parameter isDashed: leaves out some of its dots.
    package mutating func draw(_ points: [(x: Double, y: Double)], line: Int, isDashed: Bool) {
        let places = points.map { point in
            (
                x: Int((min(max(point.x, 0), 1) * Double(width * 2 - 1)).rounded()),
                y: Int(((1 - min(max(point.y, 0), 1)) * Double(height * 4 - 1)).rounded())
            )
        }
        guard let first = places.first else { return }
        var count = 0
        set(first.x, first.y, line)
        for (start, end) in zip(places, places.dropFirst()) {
            let steps = max(abs(end.x - start.x), abs(end.y - start.y))
            guard steps > 0 else { continue }
            for step in 1...steps {
                count += 1
                if isDashed, count % 4 >= 2 { continue }
                let share = Double(step) / Double(steps)
                set(
                    start.x + Int((Double(end.x - start.x) * share).rounded()),
                    start.y + Int((Double(end.y - start.y) * share).rounded()), line)
            }
        }
    }

    private mutating func set(_ x: Int, _ y: Int, _ line: Int) {
        let cell = y / 4 * width + x / 2
        let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
        dots[cell] |= bits[x % 2][y % 4]
        owners[cell] = line
    }

    /// One row of characters; `paint` colours a piece of one line.
    package func row(_ row: Int, paint: (String, Int) -> String) -> String {
        var text = ""
        var piece = ""
        var owner: Int?
        func painted() -> String { owner.map { paint(piece, $0) } ?? piece }
        for cell in row * width..<(row + 1) * width {
            let character =
                dots[cell] == 0 ? " " : Unicode.Scalar(0x2800 + UInt32(dots[cell])).map { String($0) } ?? " "
            if owners[cell] != owner {
                text += painted()
                (piece, owner) = ("", owners[cell])
            }
            piece += character
        }
        return text + painted()
    }
}
