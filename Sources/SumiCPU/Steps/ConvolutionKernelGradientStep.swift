import CSumiKernels

/// The gradient of a convolution with respect to its kernel: cellsᵀ · dy, one sum for each part of the images.
///
/// The parts depend on the shape alone; ``PartSum`` adds them in order.
final class ConvolutionKernelGradientStep: ImageStep {
    let name = "convolution kernel gradient"
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    private let plan: ConvolutionPlan
    private let x: Slot
    private let dy: Slot
    private let sums: Slot
    private let parts: Cut
    private let band: PaddedBand
    private let pixels: Cut

    /// - Parameter sums: `plan.parts` kernels one after the other.
    init(_ plan: ConvolutionPlan, x: Slot, dy: Slot, sums: Slot) {
        (self.plan, self.x, self.dy, self.sums) = (plan, x, dy, sums)
        slots = [x, dy, sums]
        parts = Cut(plan.layout.images, part: (plan.layout.images + plan.parts - 1) / plan.parts)
        band = PaddedBand(plan.layout)
        pixels = GatheredRows.cut(plan)
        switch plan.algorithm {
        case .direct: scratchBytes = band.scratchBytes
        case .product, .depthwise, .banded, .rows: scratchBytes = GatheredRows.bytes(plan)
        }
        phases = [Phase(units: plan.parts, nanoseconds: plan.work / 32)]
    }

    var work: StepWork { plan.stepWork }
    var images: Int? { plan.layout.images }

    func slices(images: Int) -> ImageSlices? { plan.slices(images: images, x: x, dy: dy, sums: sums) }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        for image in images { self.run(phase: 0, unit: image, scratch: scratch, run) }
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let sum = run.floats(sums) + unit * plan.kernelSize
        sum.update(repeating: 0, count: plan.kernelSize)
        guard unit < parts.count else { return }
        let layout = plan.layout
        for image in parts.range(unit) {
            let cells = run.floats(x) + image * layout.inputCells * layout.channels
            let gradient = run.floats(dy) + image * layout.outputCells * plan.filters
            switch plan.algorithm {
            case .direct: direct(cells, gradient, sum, scratch, run)
            case .product, .depthwise, .banded, .rows: rows(cells, gradient, sum, scratch, run)
            }
        }
    }

    private func direct(
        _ image: UnsafeMutablePointer<Float>, _ gradient: UnsafeMutablePointer<Float>,
        _ sum: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutableRawPointer, _ run: Execution
    ) {
        let layout = plan.layout
        let tapRow = layout.size[2] * layout.channels
        for index in 0..<band.rows.count {
            let range = band.rows.range(index)
            let cells = band.cells(of: index, image: UnsafePointer(image), scratch: scratch)
            for tap in 0..<layout.size[1] {
                var product = sumi_transposed_product()
                (product.rows, product.columns) = (tapRow, plan.filters)
                product.depth = range.count * layout.output[2]
                product.a = cells + tap * layout.dilation[1] * band.rowStride
                product.a_stride = layout.stride[2] * layout.channels
                product.b = UnsafePointer(gradient + range.lowerBound * layout.output[2] * plan.filters)
                product.b_stride = plan.filters
                product.run = layout.output[2]
                product.a_run_stride = layout.stride[1] * band.rowStride
                product.b_run_stride = layout.output[2] * plan.filters
                product.c = sum + tap * tapRow * plan.filters
                product.c_stride = plan.filters
                product.accumulate = true
                run.kernels.pointee.transposed_product(&product)
            }
        }
    }

    private func rows(
        _ image: UnsafeMutablePointer<Float>, _ gradient: UnsafeMutablePointer<Float>,
        _ sum: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutableRawPointer, _ run: Execution
    ) {
        var windows = plan.layout.windows
        let rows = scratch.assumingMemoryBound(to: Float.self)
        let depth = plan.layout.taps * plan.groupChannels
        for index in 0..<pixels.count {
            let range = pixels.range(index)
            for group in 0..<plan.groups {
                run.kernels.pointee.image_to_rows(
                    &windows, image, group * plan.groupChannels, plan.groupChannels, range.lowerBound,
                    range.upperBound, rows, depth)
                var product = sumi_transposed_product()
                (product.rows, product.columns, product.depth) = (depth, plan.groupFilters, range.count)
                (product.a, product.a_stride) = (UnsafePointer(rows), depth)
                product.b = UnsafePointer(gradient + range.lowerBound * plan.filters + group * plan.groupFilters)
                product.b_stride = plan.filters
                product.c = sum + group * plan.groupFilters
                product.c_stride = plan.filters
                product.accumulate = true
                run.kernels.pointee.transposed_product(&product)
            }
        }
    }
}

extension ConvolutionPlan {
    /// The slices of a step that forms a kernel's gradient, where each image is a part.
    func slices(images: Int, x: Slot, dy: Slot, sums: Slot) -> ImageSlices? {
        guard images == layout.images, parts == images else { return nil }
        var slices = slices(input: x, output: dy)
        slices.bytes[sums] = kernelSize * MemoryLayout<Float>.size
        slices.lasting = 0
        return slices
    }
}
