/// A small sheet on which a pen path is drawn: for each pixel the distance to the nearest line.
struct PenCanvas {
    static let side = 28
    private var squares: [Double]
    private let reach: Double

    /// - Parameter reach: farther from a line than this, no ink falls.
    init(reach: Double) {
        self.reach = reach
        squares = [Double](repeating: .infinity, count: Self.side * Self.side)
    }

    mutating func draw(_ path: PenPath) {
        for stroke in path.strokes {
            if stroke.count == 1 { draw(stroke[0], stroke[0]) }
            for (a, b) in zip(stroke, stroke.dropFirst()) { draw(a, b) }
        }
    }

    private mutating func draw(_ a: PenPoint, _ b: PenPoint) {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = max(dx * dx + dy * dy, 1e-12)
        let last = Double(Self.side - 1)
        func range(_ low: Double, _ high: Double) -> ClosedRange<Int> {
            let from = max(0, min(last, (low - reach).rounded(.down)))
            return Int(from)...Int(max(from, min(last, (high + reach).rounded(.up))))
        }
        let columns = range(min(a.x, b.x), max(a.x, b.x))
        squares.withUnsafeMutableBufferPointer { squares in
            for row in range(min(a.y, b.y), max(a.y, b.y)) {
                for column in columns {
                    let (px, py) = (Double(column) + 0.5 - a.x, Double(row) + 0.5 - a.y)
                    let t = min(1, max(0, (px * dx + py * dy) / length))
                    let (ex, ey) = (px - t * dx, py - t * dy)
                    let index = row * Self.side + column
                    squares[index] = min(squares[index], ex * ex + ey * ey)
                }
            }
        }
    }

    /// The ink of a pen of `radius`, full in its middle and soft at its edge, 0...1.
    func ink(radius: Double, softness: Double) -> [Double] {
        squares.map { square in
            guard square < reach * reach else { return 0 }
            return min(1, max(0, (radius + softness - square.squareRoot()) / (2 * softness)))
        }
    }
}
