import SumiTensor

/// Which cell of the spatial axes each tap of each window stands on.
struct WindowTable {
    /// How many windows, taps in a window, and cells there are.
    let windows: Int
    let taps: Int
    let cells: Int
    /// For each window and tap the row-major index of its cell, −1 in the padding.
    private let indices: [Int]

    /// - Parameter shape: of the tensor under the windows, `[batch, spatial …, channels]`; the window fits it.
    init(_ window: WindowGeometry, over shape: Shape) {
        let spatial = Array(shape.dimensions.dropFirst().dropLast())
        cells = Shape(spatial).count
        // One axis after the other: windows, then taps, are counted row-major over all axes.
        var starts: [[Int]] = [[]]
        var offsets: [[Int]] = [[]]
        for axis in spatial.indices {
            let extent = (window.sizes[axis] - 1) * window.dilations[axis] + 1
            let available = spatial[axis] + window.margins[axis].low + window.margins[axis].high
            let count = (available - extent) / window.strides[axis] + 1
            starts = starts.flatMap { start in
                (0..<count).map { start + [$0 * window.strides[axis] - window.margins[axis].low] }
            }
            offsets = offsets.flatMap { offset in
                (0..<window.sizes[axis]).map { offset + [$0 * window.dilations[axis]] }
            }
        }
        windows = starts.count
        taps = offsets.count
        var indices: [Int] = []
        indices.reserveCapacity(starts.count * offsets.count)
        for start in starts {
            for offset in offsets {
                var index = 0
                for axis in spatial.indices where index >= 0 {
                    let place = start[axis] + offset[axis]
                    index = place >= 0 && place < spatial[axis] ? index * spatial[axis] + place : -1
                }
                indices.append(index)
            }
        }
        self.indices = indices
    }

    /// The cell under a tap, `nil` in the padding.
    func cell(_ window: Int, _ tap: Int) -> Int? {
        let index = indices[window * taps + tap]
        return index < 0 ? nil : index
    }

    /// How many taps of a window stand on cells.
    func count(_ window: Int) -> Int {
        (0..<taps).reduce(0) { $0 + (cell(window, $1) == nil ? 0 : 1) }
    }
}
