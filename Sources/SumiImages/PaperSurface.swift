/// The brightness of a sheet as a surface of second degree over the picture, fitted so that ink does not count.
struct PaperSurface {
    /// Of 1, x, y, x², xy, y², each from -1 to 1 over the picture.
    private var coefficients = [Double](repeating: 0, count: 6)
    private let scaleX: Double
    private let scaleY: Double

    init(_ page: Plane) {
        scaleX = 2 / Double(max(page.width - 1, 1))
        scaleY = 2 / Double(max(page.height - 1, 1))
        // Some 4,000 places are enough for six numbers.
        let step = max(1, Int((Double(page.width * page.height) / 4000).squareRoot()))
        var places: [(terms: [Double], value: Double, isBorder: Bool)] = []
        for y in stride(from: 0, to: page.height, by: step) {
            for x in stride(from: 0, to: page.width, by: step) {
                let terms = terms(x, y)
                places.append((terms, Double(page[x, y]), abs(terms[1]) > 0.8 || abs(terms[2]) > 0.8))
            }
        }
        // The border is mostly paper: it begins. Then whatever lies near the surface joins.
        var used = places.filter(\.isBorder)
        for _ in 0..<4 {
            guard let fitted = Self.fit(used) else { break }
            coefficients = fitted
            let distances = places.map { abs($0.value - value(of: $0.terms)) }
            let border = zip(places, distances).filter(\.0.isBorder).map(\.1).sorted()
            let near = max(4, 2.5 * border[border.count / 2])
            used = zip(places, distances).filter { $0.1 <= near }.map(\.0)
            if used.count < 24 { break }
        }
    }

    func level(x: Int, y: Int) -> Double { value(of: terms(x, y)) }

    private func value(of terms: [Double]) -> Double {
        var sum = 0.0
        for index in 0..<6 { sum += terms[index] * coefficients[index] }
        return sum
    }

    private func terms(_ x: Int, _ y: Int) -> [Double] {
        let (u, v) = (Double(x) * scaleX - 1, Double(y) * scaleY - 1)
        return [1, u, v, u * u, u * v, v * v]
    }

    /// Least squares by the normal equations, slightly damped so that too few or collinear places do no harm.
    private static func fit(_ places: [(terms: [Double], value: Double, isBorder: Bool)]) -> [Double]? {
        guard !places.isEmpty else { return nil }
        var matrix = [[Double]](repeating: [Double](repeating: 0, count: 7), count: 6)
        for place in places {
            for row in 0..<6 {
                for column in 0..<6 { matrix[row][column] += place.terms[row] * place.terms[column] }
                matrix[row][6] += place.terms[row] * place.value
            }
        }
        for row in 1..<6 { matrix[row][row] += 0.01 * Double(places.count) }
        for pivot in 0..<6 {
            guard abs(matrix[pivot][pivot]) > 1e-9 else { return nil }
            for row in 0..<6 where row != pivot {
                let factor = matrix[row][pivot] / matrix[pivot][pivot]
                for column in pivot..<7 { matrix[row][column] -= factor * matrix[pivot][column] }
            }
        }
        return (0..<6).map { matrix[$0][6] / matrix[$0][$0] }
    }
}
