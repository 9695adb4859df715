/// Where ink lies in a picture of light on black.
package struct InkFrame {
    package let left: Int
    package let top: Int
    package let right: Int
    package let bottom: Int
    package let centreX: Float
    package let centreY: Float

    package var width: Int { right - left + 1 }
    package var height: Int { bottom - top + 1 }

    /// - Parameter limit: what is darker is no ink. `nil` where all is.
    package init?(_ pixels: some Collection<UInt8>, width: Int, limit: UInt8) {
        var (left, top, right, bottom) = (Int.max, Int.max, -1, -1)
        var (mass, x, y): (Float, Float, Float) = (0, 0, 0)
        for (index, value) in pixels.enumerated() {
            let (column, row) = (index % width, index / width)
            mass += Float(value)
            x += Float(value) * Float(column)
            y += Float(value) * Float(row)
            guard value >= limit else { continue }
            (left, right) = (min(left, column), max(right, column))
            (top, bottom) = (min(top, row), max(bottom, row))
        }
        guard right >= 0 else { return nil }
        (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
        (centreX, centreY) = (x / mass, y / mass)
    }
}
