import SumiData

/// Which places of a picture are strokes: connected regions of ink, without specks and without edges of the sheet.
struct StrokeMask {
    private let width: Int
    private let height: Int
    private var isInk: [Bool]

    private struct Region {
        var places: [Int] = []
        var mass: Float = 0
        var touchesBorder = false
    }

    /// - Parameter level: what is darker is no ink.
    init(_ plane: Plane, level: Float) {
        width = plane.width
        height = plane.height
        isInk = plane.values.map { $0 >= level }
        let regions = self.regions(plane)
        isInk = [Bool](repeating: false, count: isInk.count)
        // What touches the border may be the edge of the sheet or a shadow; a digit does so only where nothing else is.
        let inner = regions.filter { !$0.touchesBorder }
        let best = regions.map(\.mass).max() ?? 0
        let innerBest = inner.map(\.mass).max() ?? 0
        let isInner = innerBest >= 0.15 * best
        let most = isInner ? innerBest : best
        for region in isInner ? inner : regions where region.mass >= 0.08 * most {
            for place in region.places { isInk[place] = true }
        }
    }

    /// Darkens all that is not near a stroke, and returns where the strokes lie.
    func clean(_ plane: inout Plane) -> InkFrame? {
        let mask = Plane(width: width, height: height, values: isInk.map { $0 ? 255 : 0 })
        // The soft edge of a stroke is a pixel or two wide.
        let near = mask.dilated(2)
        for index in plane.values.indices where near.values[index] == 0 { plane.values[index] = 0 }
        return InkFrame(mask.values.map { UInt8($0) }, width: width, limit: 128)
    }

    /// The area of the strokes over half the length of their outline.
    var strokeWidth: Double {
        var (area, outline) = (0, 0)
        for y in 0..<height {
            for x in 0..<width where isInk[y * width + x] {
                area += 1
                let isInside =
                    x > 0 && y > 0 && x < width - 1 && y < height - 1 && isInk[y * width + x - 1]
                    && isInk[y * width + x + 1] && isInk[(y - 1) * width + x] && isInk[(y + 1) * width + x]
                if !isInside { outline += 1 }
            }
        }
        // Where every place is outline, the pen is one or two pixels wide.
        return outline == 0 ? 0 : max(1, 2 * Double(area) / Double(outline))
    }

    /// Ink that hangs together, corners included.
    private func regions(_ plane: Plane) -> [Region] {
        var regions: [Region] = []
        var isLeft = isInk
        var stack: [Int] = []
        for start in isInk.indices where isLeft[start] {
            var region = Region()
            isLeft[start] = false
            stack.append(start)
            while let place = stack.popLast() {
                let (x, y) = (place % width, place / width)
                region.places.append(place)
                region.mass += plane.values[place]
                region.touchesBorder = region.touchesBorder || x == 0 || y == 0 || x == width - 1 || y == height - 1
                for row in max(y - 1, 0)...min(y + 1, height - 1) {
                    for column in max(x - 1, 0)...min(x + 1, width - 1) where isLeft[row * width + column] {
                        isLeft[row * width + column] = false
                        stack.append(row * width + column)
                    }
                }
            }
            regions.append(region)
        }
        return regions
    }
}
