import CSumiKernels

/// Where the products of a convolution find its kernel and leave their results.
struct ConvolutionResult {
    let plan: ConvolutionPlan
    let packing: PackLayout
    let kernel: Slot
    let y: Slot
    let epilogue: Epilogue

    func slices(images: Int, x: Slot) -> ImageSlices? {
        guard images == plan.layout.images else { return nil }
        var slices = plan.slices(input: x, output: y)
        if let addend = epilogue.addend { slices.bytes[addend] = slices.bytes[y] }
        return slices
    }

    /// Runs the product for `filters` of a group, from a panel's first on, and pixels that lie `step` apart.
    func compute(
        _ product: inout sumi_product, group: Int, filters: Range<Int>, pixel: Int, step: Int = 1, _ run: Execution
    ) {
        let panel = filters.lowerBound / packing.panelWidth
        let first = group * plan.groupFilters + filters.lowerBound
        product.columns = filters.count
        product.b = UnsafePointer(run.floats(kernel) + group * packing.matrixSize + panel * packing.panelStride)
        product.b_panel_stride = packing.panelStride
        product.c = run.floats(y) + pixel * plan.filters + first
        product.c_stride = step * plan.filters
        if let bias = epilogue.bias { product.bias = UnsafePointer(run.floats(bias) + first) }
        product.activation = epilogue.activation
        product.addend = epilogue.addend.map { UnsafePointer(run.floats($0) + (product.c - run.floats(y))) }
        run.kernels.pointee.product(&product)
    }
}
