import CSumiKernels

/// What a product does to its result on the way to memory.
struct Epilogue {
    /// One element for each column.
    var bias: Slot?
    /// As many elements as the result, which may take their place.
    var addend: Slot?
    var hasReLU = false

    var slots: [Slot] { [bias, addend].compactMap { $0 } }

    /// For a step's name.
    var text: String {
        (bias == nil ? "" : " + bias") + (addend == nil ? "" : " + addend") + (hasReLU ? " + relu" : "")
    }

    var activation: sumi_activation { hasReLU ? SUMI_RELU_ACTIVATION : SUMI_LINEAR }
}

/// `C = A · B` for each pair of a batch, B packed.
final class ProductStep: PiecewiseStep {
    let name: String
    let slots: [Slot]
    let phases: [Phase]
    let images: Int?
    private let left: MatrixLayout
    private let layout: PackLayout
    private let a: Slot
    private let b: Slot
    private let c: Slot
    private let epilogue: Epilogue
    private let cut: ProductCut

    /// - Parameter images: what the rows of `left` are of, if of images.
    init(
        _ left: MatrixLayout, _ layout: PackLayout, a: Slot, b: Slot, c: Slot, _ epilogue: Epilogue, images: Int? = nil
    ) {
        (self.left, self.layout, self.a, self.b, self.c) = (left, layout, a, b, c)
        (self.epilogue, self.images) = (epilogue, images)
        name = "product" + epilogue.text
        slots = [a, b, c] + epilogue.slots
        cut = ProductCut(
            rows: left.rows, columns: layout.columns, depth: layout.depth, batch: left.batch,
            panelWidth: layout.panelWidth)
        phases = [cut.phase]
    }

    var work: StepWork { cut.work(depth: layout.depth) }

    /// Only where columns are not cut: ``ProductCut/isPiecewise(rows:)``.
    func written(by unit: Int) -> Range<Int> {
        let (batch, rows, _) = cut.block(unit)
        let first = batch * left.rows
        return (first + rows.lowerBound) * layout.columns..<(first + rows.upperBound) * layout.columns
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let (batch, rows, columns) = cut.block(unit)
        compute(batch, rows: rows, columns: columns, run)
    }

    func slices(images: Int) -> ImageSlices? {
        guard left.batch == 1, left.rows % images == 0, left.rowStride == layout.depth else { return nil }
        let (rows, float) = (left.rows / images, MemoryLayout<Float>.size)
        let result = rows * layout.columns * float
        var slices = ImageSlices(bytes: [a: rows * layout.depth * float, c: result], lasting: layout.bytes)
        if let addend = epilogue.addend { slices.bytes[addend] = result }
        return slices
    }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let size = left.rows / count
        compute(0, rows: images.lowerBound * size..<images.upperBound * size, columns: 0..<layout.columns, run)
    }

    private func compute(_ batch: Int, rows: Range<Int>, columns: Range<Int>, _ run: Execution) {
        var product = sumi_product()
        (product.rows, product.columns, product.depth) = (rows.count, columns.count, layout.depth)
        product.a = UnsafePointer(run.floats(a) + batch * left.batchStride + rows.lowerBound * left.rowStride)
        product.a_stride = left.rowStride
        let panel = columns.lowerBound / layout.panelWidth
        // One matrix serves the whole batch where the right operand has no batch.
        let matrix = layout.matrices == 1 ? 0 : batch
        product.b = UnsafePointer(run.floats(b) + matrix * layout.matrixSize + panel * layout.panelStride)
        product.b_panel_stride = layout.panelStride
        product.c = run.floats(c) + (batch * left.rows + rows.lowerBound) * layout.columns + columns.lowerBound
        product.c_stride = layout.columns
        if let bias = epilogue.bias { product.bias = UnsafePointer(run.floats(bias) + columns.lowerBound) }
        if let addend = epilogue.addend {
            product.addend = UnsafePointer(
                run.floats(addend) + (batch * left.rows + rows.lowerBound) * layout.columns + columns.lowerBound)
        }
        product.activation = epilogue.activation
        run.kernels.pointee.product(&product)
    }
}

/// A batch of matrices whose rows lie `rowStride` apart.
struct MatrixLayout {
    var batch = 1
    var batchStride = 0
    var rows: Int
    var rowStride: Int
}
