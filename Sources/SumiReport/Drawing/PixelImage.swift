import SumiTensor

/// A picture of red, green and blue bytes.
struct PixelImage: Hashable, Sendable {
    let width: Int
    let height: Int
    /// Three bytes a pixel, row by row.
    private(set) var pixels: [UInt8]

    init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(pixels.count == width * height * 3, "\(pixels.count) bytes for \(width) x \(height) pixels")
        (self.width, self.height, self.pixels) = (width, height, pixels)
    }

    /// Numbers `[height, width]` through a colour map; `range` is what 0 and 1 stand for.
    init(width: Int, height: Int, values: [Double], range: ClosedRange<Double>, map: ColorMap) {
        let span = range.upperBound - range.lowerBound
        self.init(
            width: width, height: height,
            pixels: values.flatMap { map.color(span > 0 ? ($0 - range.lowerBound) / span : 0).bytes })
    }

    /// Each pixel repeated so often that the longer side has `size` pixels, or nearly.
    func enlarged(toAtLeast size: Int) -> PixelImage {
        let factor = size / max(width, height, 1)
        guard factor > 1 else { return self }
        var result: [UInt8] = []
        result.reserveCapacity(pixels.count * factor * factor)
        for y in 0..<height {
            var row: [UInt8] = []
            for x in 0..<width {
                let pixel = pixels[(y * width + x) * 3..<(y * width + x) * 3 + 3]
                for _ in 0..<factor { row += pixel }
            }
            for _ in 0..<factor { result += row }
        }
        return PixelImage(width: width * factor, height: height * factor, pixels: result)
    }

    /// The picture with another of the same size over it.
    func covered(by other: PixelImage, opacity: Double) -> PixelImage {
        var result = self
        for (index, byte) in other.pixels.enumerated() where index < pixels.count {
            result.pixels[index] = UInt8(Double(pixels[index]) * (1 - opacity) + Double(byte) * opacity + 0.5)
        }
        return result
    }

    /// Rows as Cairo takes them: four bytes a pixel, in the order of this machine.
    func nativeRows(stride: Int) -> [UInt8] {
        var rows = [UInt8](repeating: 0, count: stride * height)
        let isLittleEndian = 1.littleEndian == 1
        for y in 0..<height {
            for x in 0..<width {
                let from = (y * width + x) * 3
                let to = y * stride + x * 4
                for channel in 0..<3 {
                    rows[to + (isLittleEndian ? 2 - channel : channel + 1)] = pixels[from + channel]
                }
            }
        }
        return rows
    }
}

extension PixelImage {
    /// One image of a batch or data set.
    ///
    /// - Parameters:
    ///   - tensor: `[height, width]`, `[height, width, 1]` (grey) or `[height, width, 3]`; bytes, or numbers in 0 to 1. Where
    ///     numbers go beyond, the smallest is black and the largest white.
    ///   - map: the colours of grey images.
    init(_ tensor: Tensor, map: ColorMap = .gray) throws(ChartError) {
        var sizes = tensor.shape.dimensions
        while sizes.count > 2, sizes[0] == 1, sizes.count > 3 { sizes.removeFirst() }
        let channels = sizes.count == 3 ? sizes[2] : 1
        guard sizes.count == 2 || sizes.count == 3, channels == 1 || channels == 3, sizes[0] > 0, sizes[1] > 0 else {
            throw ChartError(
                "an image has the shape \(tensor.shape); [height, width], [height, width, 1] or [height, width, 3] "
                    + "can be drawn")
        }
        let values = tensor.doubles
        let finite = values.filter(\.isFinite)
        let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
        let range: ClosedRange<Double> =
            tensor.elementType == .uint8 ? 0...255 : low >= 0 && high <= 1 ? 0...1 : low...max(high, low + 1e-12)
        if channels == 1 {
            self.init(width: sizes[1], height: sizes[0], values: values, range: range, map: map)
        } else {
            let span = range.upperBound - range.lowerBound
            let bytes = values.map { value in
                UInt8(min(max(value.isFinite ? (value - range.lowerBound) / span : 0, 0), 1) * 255 + 0.5)
            }
            self.init(width: sizes[1], height: sizes[0], pixels: bytes)
        }
    }
}
