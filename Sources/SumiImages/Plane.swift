/// One channel of a picture as numbers, row by row.
struct Plane {
    var width: Int
    var height: Int
    var values: [Float]

    init(width: Int, height: Int, values: [Float]) {
        self.width = width
        self.height = height
        self.values = values
    }

    init(width: Int, height: Int) {
        self.init(width: width, height: height, values: [Float](repeating: 0, count: width * height))
    }

    /// One channel of `image`.
    init(_ image: Image, channel: Int = 0) {
        var values = [Float](repeating: 0, count: image.width * image.height)
        image.pixels.withUnsafeBufferPointer { pixels in
            for index in values.indices { values[index] = Float(pixels[index * image.channels + channel]) }
        }
        self.init(width: image.width, height: image.height, values: values)
    }

    subscript(x: Int, y: Int) -> Float {
        get { values[y * width + x] }
        set { values[y * width + x] = newValue }
    }

    /// The part of `width` x `height` pixels whose corner is at `x`, `y`; it must lie inside.
    func part(x: Int, y: Int, width: Int, height: Int) -> Plane {
        var part = Plane(width: width, height: height)
        for row in 0..<height {
            let start = (y + row) * self.width + x
            part.values.replaceSubrange(row * width..<(row + 1) * width, with: values[start..<start + width])
        }
        return part
    }

    /// The plane at another size. Along an axis that shrinks, each new value is the mean of the stretch it covers, parts of
    /// pixels included; along one that grows, values are interpolated.
    func scaled(width newWidth: Int, height newHeight: Int) -> Plane {
        let columns = Resampling(from: width, to: newWidth)
        let rows = Resampling(from: height, to: newHeight)
        var narrow = Plane(width: newWidth, height: height)
        values.withUnsafeBufferPointer { source in
            narrow.values.withUnsafeMutableBufferPointer { target in
                for y in 0..<height {
                    for x in 0..<newWidth {
                        var sum: Float = 0
                        for tap in columns.taps[x] { sum += tap.weight * source[y * width + tap.index] }
                        target[y * newWidth + x] = sum
                    }
                }
            }
        }
        var result = Plane(width: newWidth, height: newHeight)
        narrow.values.withUnsafeBufferPointer { source in
            result.values.withUnsafeMutableBufferPointer { target in
                for y in 0..<newHeight {
                    for tap in rows.taps[y] {
                        for x in 0..<newWidth {
                            target[y * newWidth + x] += tap.weight * source[tap.index * newWidth + x]
                        }
                    }
                }
            }
        }
        return result
    }

    /// At every place the largest value at most `radius` away along each axis.
    func dilated(_ radius: Int) -> Plane { filtered(radius, max) }

    /// At every place the smallest value at most `radius` away along each axis.
    func eroded(_ radius: Int) -> Plane { filtered(radius, min) }

    /// The extreme of a square, along the rows and then along the columns.
    private func filtered(_ radius: Int, _ choose: (Float, Float) -> Float) -> Plane {
        guard radius > 0 else { return self }
        var rows = self
        for y in 0..<height {
            let line = Array(values[y * width..<(y + 1) * width])
            rows.values.replaceSubrange(y * width..<(y + 1) * width, with: Self.extremes(line, radius, choose))
        }
        var result = rows
        for x in 0..<width {
            let line = Self.extremes((0..<height).map { rows.values[$0 * width + x] }, radius, choose)
            for y in 0..<height { result.values[y * width + x] = line[y] }
        }
        return result
    }

    /// Source: M. van Herk, "A fast algorithm for local minimum and maximum filters on rectangular and octagonal kernels",
    /// 1992: running extremes from both sides of blocks, three comparisons a value whatever the radius.
    private static func extremes(_ line: [Float], _ radius: Int, _ choose: (Float, Float) -> Float) -> [Float] {
        guard let first = line.first, let last = line.last else { return line }
        // The end values are in every window that reaches beyond them: repeating them changes nothing.
        let ends = (first: [Float](repeating: first, count: radius), last: [Float](repeating: last, count: radius))
        var forward = ends.first + line + ends.last
        var backward = forward
        let block = 2 * radius + 1
        for index in forward.indices where index % block != 0 {
            forward[index] = choose(forward[index - 1], forward[index])
        }
        for index in backward.indices.dropLast().reversed() where (index + 1) % block != 0 {
            backward[index] = choose(backward[index], backward[index + 1])
        }
        return line.indices.map { choose(backward[$0], forward[$0 + 2 * radius]) }
    }
}

/// Which values along an axis make up each value of the same axis at another size.
private struct Resampling {
    struct Tap {
        var index: Int
        var weight: Float
    }

    var taps: [[Tap]] = []

    init(from size: Int, to newSize: Int) {
        let step = Double(size) / Double(newSize)
        for place in 0..<newSize {
            if newSize < size {
                let (start, end) = (Double(place) * step, Double(place + 1) * step)
                let last = min(size - 1, Int(end.rounded(.up)) - 1)
                taps.append(
                    (Int(start)...max(Int(start), last)).map { index in
                        let covered = min(end, Double(index + 1)) - max(start, Double(index))
                        return Tap(index: index, weight: Float(covered / step))
                    })
            } else {
                let centre = min(max((Double(place) + 0.5) * step - 0.5, 0), Double(size - 1))
                let low = min(Int(centre), max(size - 2, 0))
                let share = Float(centre - Double(low))
                taps.append([Tap(index: low, weight: 1 - share), Tap(index: min(low + 1, size - 1), weight: share)])
            }
        }
    }
}
