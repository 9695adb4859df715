import CSumiKernels

/// Bands of output rows of two-dimensional windows, and the padded piece of the image that each reads.
struct PaddedBand {
    let layout: WindowLayout
    let rows: Cut
    /// Columns that windows touch.
    let width: Int
    /// Whether windows never leave the image, so that no copy is needed.
    let isInside: Bool

    /// Floats of a padded band: half of a usual second-level cache, less what else it holds.
    private static let size = 48 * 1024

    /// - Parameter fewest: Units that a few large images are cut into at least.
    init(_ layout: WindowLayout, fewest: Int = 8) {
        self.layout = layout
        width = layout.extent(of: layout.output[2], axis: 2)
        let height = layout.extent(of: layout.output[1], axis: 1)
        isInside = layout.low == [0, 0, 0] && height <= layout.input[1] && width <= layout.input[2]
        let rowSize = max(1, width * layout.channels * layout.stride[1])
        let fitting = max(1, Self.size / rowSize)
        let share = (layout.output[1] * max(1, layout.images) + fewest - 1) / fewest
        rows = Cut(layout.output[1], part: min(fitting, max(1, share)))
    }

    var scratchBytes: Int {
        isInside ? 0 : layout.extent(of: rows.part, axis: 1) * width * layout.channels * MemoryLayout<Float>.size
    }

    /// Floats from one row of cells to the next in what ``cells(of:image:scratch:)`` gives.
    var rowStride: Int { (isInside ? layout.input[2] : width) * layout.channels }

    /// Where the first window of a band begins: in the image, or in a padded copy in `scratch`.
    func cells(of band: Int, image: UnsafePointer<Float>, scratch: UnsafeMutableRawPointer) -> UnsafePointer<Float> {
        let range = rows.range(band)
        let top = range.lowerBound * layout.stride[1]
        if isInside { return image + top * layout.input[2] * layout.channels }
        let padded = scratch.assumingMemoryBound(to: Float.self)
        let (channels, rowSize) = (layout.channels, width * layout.channels)
        let left = min(layout.low[2], width)
        let copied = max(0, min(layout.input[2], width - left))
        for row in 0..<layout.extent(of: range.count, axis: 1) {
            let to = padded + row * rowSize
            let y = top + row - layout.low[1]
            guard y >= 0, y < layout.input[1] else {
                to.update(repeating: 0, count: rowSize)
                continue
            }
            to.update(repeating: 0, count: left * channels)
            (to + left * channels).update(from: image + y * layout.input[2] * channels, count: copied * channels)
            (to + (left + copied) * channels).update(repeating: 0, count: (width - left - copied) * channels)
        }
        return UnsafePointer(padded)
    }
}
