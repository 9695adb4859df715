import CCairo

/// A picture as the mean colours of a grid of 60 columns.
struct CoarsePicture {
    let width: Int
    let height: Int
    private let columns = 60
    private let rows: Int
    private let means: [Double]

    init(png bytes: [UInt8]) throws {
        let source = Source(bytes)
        let surface = cairo_image_surface_create_from_png_stream(Source.read, source.pointer)
        defer { cairo_surface_destroy(surface) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface)
        else { throw PictureError(description: "the PNG cannot be read") }
        let (width, height) = (
            Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface))
        )
        let stride = Int(cairo_image_surface_get_stride(surface))
        let rows = max(1, (height * 60 + width / 2) / width)
        var sums = [Double](repeating: 0, count: 60 * rows * 3)
        var counts = [Double](repeating: 0, count: 60 * rows)
        for y in 0..<height {
            for x in 0..<width {
                let cell = y * rows / height * 60 + x * 60 / width
                counts[cell] += 1
                for channel in 0..<3 { sums[cell * 3 + channel] += Double(data[y * stride + x * 4 + channel]) }
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

/// Bytes that Cairo reads.
private final class Source {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static let read: cairo_read_func_t = { closure, data, length in
        guard let closure, let data else { return CAIRO_STATUS_READ_ERROR }
        let source = Unmanaged<Source>.fromOpaque(closure).takeUnretainedValue()
        guard source.bytes.count >= Int(length) else { return CAIRO_STATUS_READ_ERROR }
        for (index, byte) in source.bytes.prefix(Int(length)).enumerated() { data[index] = byte }
        source.bytes = source.bytes.dropFirst(Int(length))
        return CAIRO_STATUS_SUCCESS
    }
}
