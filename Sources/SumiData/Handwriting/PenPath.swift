import SumiTensor

/// The strokes of one written digit as line segments, in any unit of length.
struct PenPath {
    /// Strokes as chains of points.
    private(set) var strokes: [[PenPoint]]

    /// One digit as a hand would write it: its form's points moved a little, joined by smooth curves, slanted, turned,
    /// stretched and bent.
    init(form: DigitForm, using random: inout RandomStream) {
        let shaken = Self.shake(form.strokes, using: &random)
        strokes = shaken.map(Self.curve)
        bend(using: &random)
        slant(using: &random)
    }

    /// Moves every point on its own; a point where strokes meet is moved once.
    private static func shake(_ strokes: [[PenPoint]], using random: inout RandomStream) -> [[PenPoint]] {
        var moved: [PenPoint: PenPoint] = [:]
        return strokes.map { stroke in
            stroke.map { point in
                if let place = moved[point] { return place }
                let place = PenPoint(point.x + 0.045 * random.normal(), point.y + 0.04 * random.normal())
                moved[point] = place
                return place
            }
        }
    }

    /// A Catmull-Rom spline through the points of a stroke, six segments between two of them.
    private static func curve(_ points: [PenPoint]) -> [PenPoint] {
        guard points.count > 1 else { return points }
        let isClosed = points.first == points.last && points.count > 3
        var result: [PenPoint] = [points[0]]
        for index in 0..<points.count - 1 {
            let (b, c) = (points[index], points[index + 1])
            let a = index > 0 ? points[index - 1] : isClosed ? points[points.count - 2] : b
            let d = index + 2 < points.count ? points[index + 2] : isClosed ? points[1] : c
            for step in 1...6 {
                let t = Double(step) / 6
                func blend(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Double {
                    let linear = c - a
                    let square = 2 * a - 5 * b + 4 * c - d
                    let cube = 3 * (b - c) + d - a
                    return b + t * (linear + t * (square + t * cube)) / 2
                }
                result.append(PenPoint(blend(a.x, b.x, c.x, d.x), blend(a.y, b.y, c.y, d.y)))
            }
        }
        return result
    }

    /// Bends the sheet: a parabola along each axis and a slow cubic, all continuous, so that joined strokes stay joined.
    private mutating func bend(using random: inout RandomStream) {
        let amounts = (0..<6).map { _ in 0.11 * random.normal() }
        map { point in
            let (u, v) = (2 * point.x - 1, 2 * point.y - 1)
            return PenPoint(
                point.x + amounts[0] * v * v + amounts[1] * u * v + amounts[2] * v * (1 - v * v),
                point.y + amounts[3] * u * u + amounts[4] * u * v + amounts[5] * u * (1 - u * u))
        }
    }

    /// Widths, slants and turns as people have them: most write upright to leaning right.
    private mutating func slant(using random: inout RandomStream) {
        let width = 0.8 * (1 + 0.26 * random.truncatedNormal())
        let slant = -0.16 + 0.26 * random.normal()
        let turn = 0.14 * random.normal()
        // sin and cos of a small angle by their series: the same on every machine.
        let sine = turn * (1 - turn * turn / 6 * (1 - turn * turn / 20))
        let cosine = 1 - turn * turn / 2 * (1 - turn * turn / 12)
        map { point in
            let y = point.y - 0.5
            let x = (point.x - 0.5) * width + slant * y
            return PenPoint(cosine * x - sine * y, sine * x + cosine * y)
        }
    }

    private mutating func map(_ move: (PenPoint) -> PenPoint) {
        for stroke in strokes.indices {
            for index in strokes[stroke].indices { strokes[stroke][index] = move(strokes[stroke][index]) }
        }
    }

    /// Moves and scales the path so that the ink, with a pen of `radius`, fills a box whose longer side is `side`, from
    /// the origin on.
    mutating func fit(side: Double, radius: Double) {
        let points = strokes.joined()
        let (left, right) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 0)
        let (top, bottom) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
        let scale = (side - 2 * radius) / max(right - left, bottom - top, 1e-6)
        map { PenPoint(($0.x - left) * scale + radius, ($0.y - top) * scale + radius) }
    }
}
