/// Numbers on a grid, read between its places.
package enum Interpolation {
    /// The grid with other sizes, as images are resized: corners of pixels lie on each other, and the edge goes on.
    package static func bilinear(
        _ values: [Double], width: Int, height: Int, toWidth: Int, toHeight: Int
    ) -> [Double] {
        /// The two places around a target's centre, and how far it is from the first.
        func places(_ index: Int, _ from: Int, _ to: Int) -> (Int, Int, Double) {
            let place = min(max((Double(index) + 0.5) * Double(from) / Double(to) - 0.5, 0), Double(from - 1))
            let low = Int(place)
            return (low, min(low + 1, from - 1), place - Double(low))
        }
        let columns = (0..<toWidth).map { places($0, width, toWidth) }
        return (0..<toHeight).flatMap { y in
            let (top, bottom, down) = places(y, height, toHeight)
            return columns.map { left, right, across in
                let upper = values[top * width + left] * (1 - across) + values[top * width + right] * across
                let lower = values[bottom * width + left] * (1 - across) + values[bottom * width + right] * across
                return upper * (1 - down) + lower * down
            }
        }
    }
}
