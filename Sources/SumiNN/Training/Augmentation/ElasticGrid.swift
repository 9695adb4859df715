import SumiTensor

/// A smooth random displacement: a cubic B-spline over a coarse grid of normal numbers.
struct ElasticGrid {
    /// Parts of each axis.
    private static let parts = 4
    private static let points = parts + 3

    private let horizontal: [Double]
    private let vertical: [Double]
    private let height: Int
    /// For each column the first of its four grid points, and their weights.
    private let columns: [(first: Int, weights: SIMD4<Double>)]

    init(deviation: Double, _ height: Int, _ width: Int, _ random: inout RandomStream) {
        let count = Self.points * Self.points
        horizontal = (0..<count).map { _ in deviation * random.normal() }
        vertical = (0..<count).map { _ in deviation * random.normal() }
        self.height = height
        columns = (0..<width).map { Self.weights($0, of: width) }
    }

    /// The displacements along one row of pixels.
    struct Row {
        fileprivate let horizontal: [Double]
        fileprivate let vertical: [Double]
        fileprivate let columns: [(first: Int, weights: SIMD4<Double>)]

        func offset(_ x: Int) -> (x: Double, y: Double) {
            let (first, weights) = columns[x]
            var (dx, dy) = (0.0, 0.0)
            for tap in 0..<4 {
                dx += weights[tap] * horizontal[first + tap]
                dy += weights[tap] * vertical[first + tap]
            }
            return (dx, dy)
        }
    }

    func row(_ y: Int) -> Row {
        let (first, weights) = Self.weights(y, of: height)
        func mixed(_ grid: [Double]) -> [Double] {
            (0..<Self.points).map { column in
                (0..<4).reduce(0) { $0 + weights[$1] * grid[(first + $1) * Self.points + column] }
            }
        }
        return Row(horizontal: mixed(horizontal), vertical: mixed(vertical), columns: columns)
    }

    private static func weights(_ place: Int, of size: Int) -> (first: Int, weights: SIMD4<Double>) {
        let position = Double(parts) * (Double(place) + 0.5) / Double(size)
        let first = min(Int(position), parts - 1)
        let t = position - Double(first)
        let (square, cube) = (t * t, t * t * t)
        let weights = SIMD4(
            1 - 3 * t + 3 * square - cube, 4 - 6 * square + 3 * cube, 1 + 3 * t + 3 * square - 3 * cube, cube)
        return (first, weights / 6)
    }
}
