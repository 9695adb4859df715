import SumiTensor

/// A step on a kernel or on its gradient, whose work can be cut by the kernel's rows; see ``KernelUpdateStep``.
protocol KernelStep: Step {
    /// Rows that a unit should have for the step to be at its best; `nil` where its work cannot be cut so.
    func fewestRows(of kernel: KernelShape) -> Int?

    /// Does its part for some rows, all taps of them. A range begins with a whole panel of the kernels.
    func run(rows: Range<Int>, of kernel: KernelShape, scratch: UnsafeMutableRawPointer, _ run: Execution)
}

/// A variable as products read it: `[taps][rows][columns]`, rows being channels or a dense layer's inputs.
struct KernelShape {
    let taps: Int
    let rows: Int
    let columns: Int

    var count: Int { taps * rows * columns }

    /// `nil` for what is no kernel.
    init?(_ shape: Shape) {
        guard shape.dimensions.count >= 2, shape.count > 0 else { return nil }
        let sizes = shape.dimensions.suffix(2)
        (rows, columns) = (sizes[sizes.startIndex], sizes[sizes.startIndex + 1])
        taps = shape.count / (rows * columns)
    }

    /// The elements of some rows, a range for each tap.
    func elements(of range: Range<Int>) -> some Sequence<Range<Int>> {
        // Where all rows are taken, the taps follow each other.
        let (pieces, rows) = range.count == rows ? (1, 0..<taps * rows) : (taps, range)
        return (0..<pieces).lazy.map { tap in
            let first = tap * self.rows
            return (first + rows.lowerBound) * columns..<(first + rows.upperBound) * columns
        }
    }
}
