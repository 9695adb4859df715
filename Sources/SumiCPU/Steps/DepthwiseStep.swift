import CSumiKernels

/// A convolution of each channel by itself, or, for strides of 1, its input's gradient.
///
/// With several filters a channel, the image's channels are first repeated as often.
final class DepthwiseStep: PiecewiseStep {
    let name: String
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    var work: StepWork { plan.stepWork }
    private let plan: ConvolutionPlan
    private let x: Slot
    private let kernel: Slot
    private let y: Slot
    private let isFlipped: Bool
    private let epilogue: Epilogue
    private let rows: Cut

    /// Multiplications of a unit: some ten microseconds.
    private static let unitSize = 1 << 18

    init(_ plan: ConvolutionPlan, isFlipped: Bool, x: Slot, kernel: Slot, y: Slot, _ epilogue: Epilogue) {
        (self.plan, self.isFlipped, self.epilogue) = (plan, isFlipped, epilogue)
        (self.x, self.kernel, self.y) = (x, kernel, y)
        name =
            (isFlipped ? "depthwise convolution input gradient" : "depthwise convolution")
            + (epilogue.bias == nil ? "" : " + bias") + (epilogue.hasReLU ? " + relu" : "")
        slots = [x, kernel, y] + epilogue.slots
        let layout = plan.layout
        let count = layout.output[0] * layout.output[1]
        let row = max(1, layout.output[2] * layout.taps * plan.filters)
        rows = Cut(count, part: plan.groupFilters > 1 ? max(1, count) : Self.unitSize / row)
        scratchBytes = plan.repeatedBytes
        phases = [Phase(units: layout.images * rows.count, nanoseconds: plan.work / 16)]
    }

    func written(by unit: Int) -> Range<Int> {
        let (image, index) = unit.quotientAndRemainder(dividingBy: rows.count)
        let (range, row) = (rows.range(index), plan.layout.output[2] * plan.filters)
        let first = image * plan.layout.outputCells * plan.filters
        return first + range.lowerBound * row..<first + range.upperBound * row
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        var windows = plan.filterWindows
        let (image, index) = unit.quotientAndRemainder(dividingBy: rows.count)
        let cells = plan.repeated(run.floats(x), image: image, scratch, run)
        let range = rows.range(index)
        run.kernels.pointee.depthwise(
            &windows, cells, run.floats(kernel), isFlipped, epilogue.bias.map { UnsafePointer(run.floats($0)) },
            epilogue.hasReLU, range.lowerBound, range.upperBound, run.floats(y) + written(by: unit).lowerBound)
    }
}

/// What reaches the input of a convolution of each channel by itself, added cell by cell.
final class DepthwiseInputGradientStep: PiecewiseStep {
    let name = "depthwise convolution input gradient"
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    var work: StepWork { plan.stepWork }
    private let plan: ConvolutionPlan
    private let dy: Slot
    private let kernel: Slot
    private let dx: Slot

    init(_ plan: ConvolutionPlan, dy: Slot, kernel: Slot, dx: Slot) {
        (self.plan, self.dy, self.kernel, self.dx) = (plan, dy, kernel, dx)
        slots = [dy, kernel, dx]
        scratchBytes = plan.repeatedBytes
        phases = [Phase(units: plan.layout.images, nanoseconds: plan.work / 8)]
    }

    func written(by unit: Int) -> Range<Int> { unit * plan.imageSize..<(unit + 1) * plan.imageSize }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        var windows = plan.filterWindows
        let gradient = run.floats(dx) + unit * plan.imageSize
        let isRepeated = plan.groupFilters > 1
        let image = isRepeated ? scratch.assumingMemoryBound(to: Float.self) : gradient
        image.update(repeating: 0, count: plan.imageSize * plan.groupFilters)
        run.kernels.pointee.depthwise_input_gradient(
            &windows, run.floats(dy) + unit * plan.layout.outputCells * plan.filters, run.floats(kernel), image)
        if isRepeated { run.kernels.pointee.sum_channels(image, plan.imageSize, plan.groupFilters, gradient) }
    }
}

/// The kernel's gradient of a convolution of each channel by itself, one sum for each part of the images.
final class DepthwiseKernelGradientStep: Step {
    let name = "depthwise convolution kernel gradient"
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    var work: StepWork { plan.stepWork }
    private let plan: ConvolutionPlan
    private let x: Slot
    private let dy: Slot
    private let sums: Slot
    private let images: Cut

    /// - Parameter sums: `plan.parts` kernels one after the other.
    init(_ plan: ConvolutionPlan, x: Slot, dy: Slot, sums: Slot) {
        (self.plan, self.x, self.dy, self.sums) = (plan, x, dy, sums)
        slots = [x, dy, sums]
        images = Cut(plan.layout.images, part: (plan.layout.images + plan.parts - 1) / plan.parts)
        scratchBytes = plan.repeatedBytes
        phases = [Phase(units: plan.parts, nanoseconds: plan.work / 16)]
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        var windows = plan.filterWindows
        let sum = run.floats(sums) + unit * plan.kernelSize
        sum.update(repeating: 0, count: plan.kernelSize)
        guard unit < images.count else { return }
        for image in images.range(unit) {
            let cells = plan.repeated(run.floats(x), image: image, scratch, run)
            run.kernels.pointee.depthwise_kernel_gradient(
                &windows, cells, run.floats(dy) + image * plan.layout.outputCells * plan.filters, sum)
        }
    }
}

extension ConvolutionPlan {
    /// Floats of an image.
    var imageSize: Int { layout.inputCells * layout.channels }

    /// The windows with a channel for each filter.
    fileprivate var filterWindows: sumi_windows {
        var windows = layout.windows
        windows.channels = filters
        return windows
    }

    /// Memory for an image whose channels are repeated for each of their filters.
    fileprivate var repeatedBytes: Int {
        groupFilters > 1 ? imageSize * groupFilters * MemoryLayout<Float>.size : 0
    }

    /// An image with a channel for each filter: itself, or a copy in `scratch`.
    fileprivate func repeated(
        _ images: UnsafeMutablePointer<Float>, image: Int, _ scratch: UnsafeMutableRawPointer, _ run: Execution
    ) -> UnsafePointer<Float> {
        let cells = images + image * imageSize
        guard groupFilters > 1 else { return UnsafePointer(cells) }
        let copy = scratch.assumingMemoryBound(to: Float.self)
        run.kernels.pointee.repeat_channels(cells, imageSize, groupFilters, copy)
        return UnsafePointer(copy)
    }
}
