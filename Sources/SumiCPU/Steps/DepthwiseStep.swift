import CSumiKernels

/// A convolution of each channel by itself, with some filters for each.
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
    private let epilogue: Epilogue
    private let rows: Cut

    init(
        _ plan: ConvolutionPlan, x: Slot, kernel: Slot, y: Slot, _ epilogue: Epilogue,
        kernels: UnsafePointer<sumi_kernels>
    ) {
        (self.plan, self.x, self.kernel, self.y, self.epilogue) = (plan, x, kernel, y, epilogue)
        name = "depthwise convolution" + epilogue.text
        slots = [x, kernel, y] + epilogue.slots
        rows = plan.depthwiseCut(rows: plan.layout.output[0] * plan.layout.output[1])
        scratchBytes = plan.depthwiseScratch(kernels)
        phases = [plan.depthwisePhase(units: rows.count)]
    }

    func written(by unit: Int) -> Range<Int> {
        let (range, row) = (rows.range(unit), plan.layout.output[2] * plan.filters)
        return range.lowerBound * row..<range.upperBound * row
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        compute(rows.range(unit), scratch, run)
    }

    private func compute(_ rows: Range<Int>, _ scratch: UnsafeMutableRawPointer, _ run: Execution) {
        var windows = plan.layout.windows
        run.kernels.pointee.depthwise(
            &windows, plan.groupFilters, run.floats(x), run.floats(kernel),
            epilogue.bias.map { UnsafePointer(run.floats($0)) }, epilogue.hasReLU, rows.lowerBound, rows.upperBound,
            run.floats(y) + rows.lowerBound * plan.layout.output[2] * plan.filters, scratch)
    }

    var images: Int? { plan.layout.images }

    func slices(images: Int) -> ImageSlices? {
        images == plan.layout.images ? plan.slices(input: x, output: y) : nil
    }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let size = rows.total / count
        compute(images.lowerBound * size..<images.upperBound * size, scratch, run)
    }
}

/// What reaches the input of a convolution of each channel by itself, a row of the image at a time.
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
    private let rows: Cut

    init(_ plan: ConvolutionPlan, dy: Slot, kernel: Slot, dx: Slot, kernels: UnsafePointer<sumi_kernels>) {
        (self.plan, self.dy, self.kernel, self.dx) = (plan, dy, kernel, dx)
        slots = [dy, kernel, dx]
        rows = plan.depthwiseCut(rows: plan.layout.input[0] * plan.layout.input[1])
        scratchBytes = plan.depthwiseScratch(kernels)
        phases = [plan.depthwisePhase(units: rows.count)]
    }

    func written(by unit: Int) -> Range<Int> {
        let (range, row) = (rows.range(unit), plan.layout.input[2] * plan.layout.channels)
        return range.lowerBound * row..<range.upperBound * row
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        compute(rows.range(unit), scratch, run)
    }

    private func compute(_ rows: Range<Int>, _ scratch: UnsafeMutableRawPointer, _ run: Execution) {
        var windows = plan.layout.windows
        run.kernels.pointee.depthwise_input_gradient(
            &windows, plan.groupFilters, run.floats(dy), run.floats(kernel), rows.lowerBound, rows.upperBound,
            run.floats(dx) + rows.lowerBound * plan.layout.input[2] * plan.layout.channels, scratch)
    }

    var images: Int? { plan.layout.images }

    func slices(images: Int) -> ImageSlices? {
        images == plan.layout.images ? plan.slices(input: dx, output: dy) : nil
    }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let size = rows.total / count
        compute(images.lowerBound * size..<images.upperBound * size, scratch, run)
    }
}

/// The kernel's gradient of a convolution of each channel by itself, one sum for each part of the images.
final class DepthwiseKernelGradientStep: ImageStep {
    let name = "depthwise convolution kernel gradient"
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    var work: StepWork { plan.stepWork }
    private let plan: ConvolutionPlan
    private let x: Slot
    private let dy: Slot
    private let sums: Slot
    private let parts: Cut

    /// - Parameter sums: `plan.parts` kernels one after the other.
    init(_ plan: ConvolutionPlan, x: Slot, dy: Slot, sums: Slot, kernels: UnsafePointer<sumi_kernels>) {
        (self.plan, self.x, self.dy, self.sums) = (plan, x, dy, sums)
        slots = [x, dy, sums]
        parts = Cut(plan.layout.images, part: (plan.layout.images + plan.parts - 1) / plan.parts)
        scratchBytes = plan.depthwiseScratch(kernels)
        phases = [plan.depthwisePhase(units: plan.parts)]
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        var windows = plan.layout.windows
        // A part beyond the last image is a sum of none.
        let range = unit < parts.count ? parts.range(unit) : 0..<0
        run.kernels.pointee.depthwise_kernel_gradient(
            &windows, plan.groupFilters, run.floats(x) + range.lowerBound * plan.imageSize,
            run.floats(dy) + range.lowerBound * plan.layout.outputCells * plan.filters, range.count,
            run.floats(sums) + unit * plan.kernelSize, scratch)
    }

    var images: Int? { plan.layout.images }

    func slices(images: Int) -> ImageSlices? { plan.slices(images: images, x: x, dy: dy, sums: sums) }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        for image in images { self.run(phase: 0, unit: image, scratch: scratch, run) }
    }
}

extension ConvolutionPlan {
    /// Floats of an image.
    var imageSize: Int { layout.inputCells * layout.channels }

    /// Multiplications of a unit: some ten microseconds.
    private static let unitSize = 1 << 18
    /// Units at least, where each then has so many multiplications.
    private static let fewestUnits = 8
    private static let smallestUnit = 1 << 15
    /// Each unit frames the rows of its first windows anew: it should have some times as many, where units are enough.
    private static let rowsOfWindow = 4
    private static let enoughUnits = 16

    /// The rows of all images cut evenly, into whole images where a unit is longer than one.
    fileprivate func depthwiseCut(rows: Int) -> Cut {
        let count = layout.images * rows
        let parts = max(1, work / Self.unitSize, min(Self.fewestUnits, work / Self.smallestUnit))
        let height = layout.extent(of: 1, axis: 1)
        let framed = min(Self.rowsOfWindow * height / layout.stride[1], count / Self.enoughUnits)
        let part = max((count + parts - 1) / parts, framed)
        return Cut(count, part: part > rows ? part / max(1, rows) * rows : part)
    }

    fileprivate func depthwiseScratch(_ kernels: UnsafePointer<sumi_kernels>) -> Int {
        var windows = layout.windows
        return kernels.pointee.depthwise_scratch(&windows, groupFilters)
    }

    fileprivate func depthwisePhase(units: Int) -> Phase { Phase(units: units, nanoseconds: work / 12) }
}
