import CSumiKernels

/// `C = Aᵀ · B` for each pair of a batch, both operands read along their rows where they lie.
final class TransposedProductStep: KernelStep {
    let name = "transposed product"
    let slots: [Slot]
    let phases: [Phase]
    private let left: MatrixLayout
    private let right: MatrixLayout
    private let columns: Int
    private let a: Slot
    private let b: Slot
    private let c: Slot
    private let cut: ProductCut

    /// - Parameters:
    ///   - left: its `rows` are the depth; `leftColumns` are the result's rows.
    ///   - right: its `rows` are the depth.
    init(
        _ left: MatrixLayout, leftColumns: Int, _ right: MatrixLayout, columns: Int, panelWidth: Int, a: Slot, b: Slot,
        c: Slot
    ) {
        (self.left, self.right, self.columns) = (left, right, columns)
        (self.a, self.b, self.c) = (a, b, c)
        slots = [a, b, c]
        cut = ProductCut(
            rows: leftColumns, columns: columns, depth: left.rows, batch: left.batch, panelWidth: panelWidth)
        phases = [cut.phase]
    }

    var work: StepWork { cut.work(depth: left.rows) }

    var written: [Slot] { [c] }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let (batch, rows, range) = cut.block(unit)
        multiply(batch, rows, range, run)
    }

    private func multiply(_ batch: Int, _ rows: Range<Int>, _ range: Range<Int>, _ run: Execution) {
        var product = sumi_transposed_product()
        (product.rows, product.columns, product.depth) = (rows.count, range.count, left.rows)
        product.a = UnsafePointer(run.floats(a) + batch * left.batchStride + rows.lowerBound)
        product.a_stride = left.rowStride
        product.b = UnsafePointer(run.floats(b) + batch * right.batchStride + range.lowerBound)
        product.b_stride = right.rowStride
        product.c = run.floats(c) + (batch * cut.rows.total + rows.lowerBound) * columns + range.lowerBound
        product.c_stride = columns
        run.kernels.pointee.transposed_product(&product)
    }

    /// Few rows are cut by columns, for threads to have enough of them.
    func fewestRows(of kernel: KernelShape) -> Int? {
        let isKernel = kernel.taps == 1 && kernel.rows == cut.rows.total && kernel.columns == columns
        return isKernel && cut.batch == 1 && cut.columns.count == 1 ? cut.rows.part : nil
    }

    func run(rows: Range<Int>, of kernel: KernelShape, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        multiply(0, rows, 0..<columns, run)
    }
}
