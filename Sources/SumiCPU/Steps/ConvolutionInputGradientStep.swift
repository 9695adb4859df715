import CSumiKernels

/// The gradient of any convolution with respect to its input: `dy · kernelᵀ`, added back cell by cell.
final class ConvolutionInputGradientStep: PiecewiseStep {
    let name = "convolution input gradient"
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    private let plan: ConvolutionPlan
    private let packing: PackLayout
    private let dy: Slot
    private let kernel: Slot
    private let dx: Slot
    private let pixels: Cut

    init(_ plan: ConvolutionPlan, _ packing: PackLayout, dy: Slot, kernel: Slot, dx: Slot) {
        (self.plan, self.packing, self.dy, self.kernel, self.dx) = (plan, packing, dy, kernel, dx)
        slots = [dy, kernel, dx]
        pixels = GatheredRows.cut(plan)
        scratchBytes = GatheredRows.bytes(plan)
        phases = [Phase(units: plan.layout.images, nanoseconds: plan.work / 32)]
    }

    var work: StepWork { plan.stepWork }

    func written(by unit: Int) -> Range<Int> {
        let size = plan.layout.inputCells * plan.layout.channels
        return unit * size..<(unit + 1) * size
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        var windows = plan.layout.windows
        let size = plan.layout.inputCells * plan.layout.channels
        let image = run.floats(dx) + unit * size
        image.update(repeating: 0, count: size)
        let rows = scratch.assumingMemoryBound(to: Float.self)
        for index in 0..<pixels.count {
            let range = pixels.range(index)
            for group in 0..<plan.groups {
                let pixel = unit * plan.layout.outputCells + range.lowerBound
                var product = sumi_product()
                (product.rows, product.columns, product.depth) = (range.count, packing.columns, packing.depth)
                product.a = UnsafePointer(run.floats(dy) + pixel * plan.filters + group * plan.groupFilters)
                product.a_stride = plan.filters
                product.b = UnsafePointer(run.floats(kernel) + group * packing.matrixSize)
                product.b_panel_stride = packing.panelStride
                (product.c, product.c_stride) = (rows, packing.columns)
                run.kernels.pointee.product(&product)
                run.kernels.pointee.rows_to_image(
                    &windows, rows, packing.columns, group * plan.groupChannels, plan.groupChannels, range.lowerBound,
                    range.upperBound, image)
            }
        }
    }
}
