import SumiImages

/// A picture as the mean colours of a grid of 60 columns.
struct CoarsePicture {
    let width: Int
    let height: Int
    private let columns = 60
    private let rows: Int
    private let means: [Double]

    init(png bytes: [UInt8]) throws {
        let picture = try Image(decoding: bytes)
        guard picture.channels == 3 else { throw PictureError(description: "the PNG has no colours") }
        let (width, height) = (picture.width, picture.height)
        let rows = max(1, (height * 60 + width / 2) / width)
        var sums = [Double](repeating: 0, count: 60 * rows * 3)
        var counts = [Double](repeating: 0, count: 60 * rows)
        for y in 0..<height {
            for x in 0..<width {
                let cell = y * rows / height * 60 + x * 60 / width
                counts[cell] += 1
                for channel in 0..<3 {
                    sums[cell * 3 + channel] += Double(picture.pixels[(y * width + x) * 3 + channel])
                }
            }
        }
        (self.width, self.height, self.rows) = (width, height, rows)
        means = sums.indices.map { sums[$0] / max(counts[$0 / 3], 1) }
    }

    /// The largest difference of two means, 0 to 255; 255 where the shapes differ by more than fonts explain.
    func difference(from other: CoarsePicture) -> Double {
        guard rows == other.rows, abs(width - other.width) * 20 <= width else { return 255 }
        return zip(means, other.means).map { abs($0 - $1) }.max() ?? 255
    }
}

struct PictureError: Error, CustomStringConvertible {
    var description: String
}
