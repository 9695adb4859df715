import SumiNN
import SumiTensor

extension Image {
    /// The picture as a model's input.
    ///
    /// - Parameters:
    ///   - shape: `[height, width, channels]` with 1 or 3 channels, or `[height, width]`.
    ///   - framing: how the picture is brought to that size; see ``ImageFraming``. A digit comes out as light ink on black, as in
    ///     MNIST, whether it was written dark on light paper or light on dark.
    /// - Returns: `uint8` of `shape`.
    /// - Throws: ``ImageError`` where the shape is none of these, or `digit` finds no ink.
    public func framed(for shape: Shape, framing: ImageFraming) throws -> Tensor {
        let sizes = shape.dimensions
        guard (2...3).contains(sizes.count), sizes[0] > 0, sizes[1] > 0, sizes.count == 2 || [1, 3].contains(sizes[2]),
            shape.isValid, shape.count <= 3 * Self.largestCount
        else {
            throw ImageError(
                "the model takes \(shape), which is no picture: [height, width, 1] and [height, width, 3] are")
        }
        let channels = sizes.count == 3 ? sizes[2] : 1
        if framing == .digit {
            let digit = try DigitFraming(self, height: sizes[0], width: sizes[1]).framed()
            return Tensor(shape: shape, storage: .uint8((channels == 3 ? digit.colour : digit).pixels))
        }
        let source = channels == 1 ? grey : colour
        let result =
            framing == .fit
            ? source.fitted(width: sizes[1], height: sizes[0]) : source.stretched(width: sizes[1], height: sizes[0])
        return Tensor(shape: shape, storage: .uint8(result.pixels))
    }

    /// The picture at another size, whatever its proportions.
    package func stretched(width newWidth: Int, height newHeight: Int) -> Image {
        guard (newWidth, newHeight) != (width, height) else { return self }
        // Numbers take four times the memory of bytes: of a photo, only what is four times too large becomes numbers.
        let source = reduced(by: min(width / newWidth, height / newHeight) / 4)
        return Self.joined(
            (0..<channels).map { Plane(source, channel: $0).scaled(width: newWidth, height: newHeight) })
    }

    /// The picture about `side` times smaller: each pixel is the mean of some `side` x `side`, those that begin in its part.
    func reduced(by side: Int) -> Image {
        guard side > 1, width >= side, height >= side else { return self }
        let (newWidth, newHeight) = (width / side, height / side)
        let columns = (0..<width).map { $0 * newWidth / width * channels }
        var widths = [Int](repeating: 0, count: newWidth * channels)
        for column in columns { for channel in 0..<channels { widths[column + channel] += 1 } }
        var result: [UInt8] = []
        result.reserveCapacity(newWidth * newHeight * channels)
        pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<newHeight {
                // Row y belongs to y * newHeight / height.
                let start = (row * height + newHeight - 1) / newHeight
                let end = ((row + 1) * height + newHeight - 1) / newHeight
                var sums = [Int](repeating: 0, count: newWidth * channels)
                for y in start..<end {
                    for x in 0..<width {
                        let source = (y * width + x) * channels
                        for channel in 0..<channels { sums[columns[x] + channel] += Int(pixels[source + channel]) }
                    }
                }
                for (sum, width) in zip(sums, widths) {
                    let count = width * (end - start)
                    result.append(UInt8((sum + count / 2) / count))
                }
            }
        }
        return Image(checkedWidth: newWidth, height: newHeight, channels: channels, pixels: result)
    }

    /// The picture as large as it fits, in the middle, on the colour of its border.
    package func fitted(width newWidth: Int, height newHeight: Int) -> Image {
        let scale = min(Double(newWidth) / Double(width), Double(newHeight) / Double(height))
        let innerWidth = min(newWidth, max(1, Int((Double(width) * scale).rounded())))
        let innerHeight = min(newHeight, max(1, Int((Double(height) * scale).rounded())))
        let inner = stretched(width: innerWidth, height: innerHeight)
        guard (innerWidth, innerHeight) != (newWidth, newHeight) else { return inner }
        let (left, top) = ((newWidth - innerWidth) / 2, (newHeight - innerHeight) / 2)
        let border = borderColour
        var result = [UInt8](repeating: 0, count: newWidth * newHeight * channels)
        for index in result.indices { result[index] = border[index % channels] }
        let length = innerWidth * channels
        for row in 0..<innerHeight {
            let start = ((top + row) * newWidth + left) * channels
            result.replaceSubrange(start..<start + length, with: inner.pixels[row * length..<(row + 1) * length])
        }
        return Image(checkedWidth: newWidth, height: newHeight, channels: channels, pixels: result)
    }

    /// For each channel the median of the pixels at the four sides.
    private var borderColour: [UInt8] {
        (0..<channels).map { channel in
            var counts = [Int](repeating: 0, count: 256)
            func add(_ x: Int, _ y: Int) { counts[Int(pixels[(y * width + x) * channels + channel])] += 1 }
            for x in 0..<width {
                add(x, 0)
                add(x, height - 1)
            }
            for y in 0..<height {
                add(0, y)
                add(width - 1, y)
            }
            var left = width + height
            return UInt8(
                counts.firstIndex { count in
                    left -= count
                    return left <= 0
                } ?? 0)
        }
    }

    /// The picture whose channels are `planes`, rounded.
    static func joined(_ planes: [Plane]) -> Image {
        guard let first = planes.first else { return Image(checkedWidth: 1, height: 1, channels: 1, pixels: [0]) }
        var pixels = [UInt8](repeating: 0, count: first.values.count * planes.count)
        for (channel, plane) in planes.enumerated() {
            for (index, value) in plane.values.enumerated() {
                pixels[index * planes.count + channel] = UInt8(min(max(value, 0), 255).rounded())
            }
        }
        return Image(checkedWidth: first.width, height: first.height, channels: planes.count, pixels: pixels)
    }
}
