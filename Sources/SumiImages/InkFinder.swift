import SumiData

/// The strokes of a picture.
struct Ink {
    /// How much ink lies at each place, 0...255.
    var plane: Plane
    /// Where it lies.
    var frame: InkFrame
    /// How wide the pen is, in pixels of ``plane``.
    var strokeWidth: Double
}

/// Tells ink from paper.
struct InkFinder {
    private let page: Plane
    private let leastContrast: Float

    init(_ page: Plane, leastContrast: Float) {
        self.page = page
        self.leastContrast = leastContrast
    }

    /// - Throws: ``ImageError`` where nothing stands out from the paper.
    func ink() throws -> Ink {
        let excess = aboveBackground()
        let threshold = Self.threshold(excess.values)
        let (low, high) = Self.levels(excess.values, threshold)
        // What is left of the noise of the paper must not count as ink.
        guard high.mean - low.mean >= leastContrast, high.mean - low.mean >= 3 * low.deviation else {
            throw ImageError("no ink stands out from the paper: is there a digit in the picture?")
        }
        let floor = low.mean + 2.5 * low.deviation
        let full = max(high.strong - floor, 1)
        var plane = excess
        plane.values = excess.values.map { min(max(($0 - floor) / full, 0), 1) * 255 }
        let strokes = StrokeMask(plane, level: 255 * max(0.25, (threshold - floor) / full))
        guard let frame = strokes.clean(&plane) else {
            throw ImageError("no ink stands out from the paper: is there a digit in the picture?")
        }
        return Ink(plane: plane, frame: frame, strokeWidth: strokes.strokeWidth)
    }

    /// How much lighter than the paper each place is, after light and dark were exchanged where ink is dark.
    private func aboveBackground() -> Plane {
        var light = page
        if isInkDark { light.values = page.values.map { 255 - $0 } }
        // Strokes are narrower than this; shadows are wider.
        let radius = max(1, min(page.width, page.height) / 6)
        // Shrinking what is light removes the strokes, growing it again restores the rest: the paper as it is lit.
        let paper = light.eroded(radius).dilated(radius)
        for index in light.values.indices { light.values[index] -= paper.values[index] }
        return light
    }

    /// Ink is the few pixels far from the paper, paper the many: which side the far ones are on decides.
    private var isInkDark: Bool {
        let surface = PaperSurface(page)
        var third = 0.0
        for y in 0..<page.height {
            for x in 0..<page.width {
                let difference = Double(page[x, y]) - surface.level(x: x, y: y)
                third += difference * difference * difference
            }
        }
        return third < 0
    }

    /// The level that parts the values into two groups with the least variance inside them.
    ///
    /// Source: N. Otsu, "A threshold selection method from gray-level histograms", 1979.
    private static func threshold(_ values: [Float]) -> Float {
        var counts = [Double](repeating: 0, count: 256)
        for value in values { counts[Int(min(max(value, 0), 255))] += 1 }
        let total = Double(values.count)
        let sum = counts.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
        var (below, belowSum, best, level) = (0.0, 0.0, -1.0, 0)
        for index in 0..<255 {
            below += counts[index]
            belowSum += Double(index) * counts[index]
            guard below > 0, below < total else { continue }
            let difference = belowSum / below - (sum - belowSum) / (total - below)
            let between = below * (total - below) * difference * difference
            if between > best { (best, level) = (between, index) }
        }
        return Float(level + 1)
    }

    private struct Level {
        var mean: Float
        var deviation: Float
        /// The upper decile.
        var strong: Float

        init(_ values: [Float]) {
            let mean = values.reduce(0, +) / Float(max(values.count, 1))
            let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            self.mean = mean
            deviation = (square / Float(max(values.count, 1))).squareRoot()
            strong = values.isEmpty ? 0 : values.sorted()[values.count * 9 / 10]
        }
    }

    private static func levels(_ values: [Float], _ threshold: Float) -> (low: Level, high: Level) {
        (Level(values.filter { $0 < threshold }), Level(values.filter { $0 >= threshold }))
    }
}
