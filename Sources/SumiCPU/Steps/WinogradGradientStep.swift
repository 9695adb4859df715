import CSumiKernels

/// The gradients of a convolution by Winograd's method: of its input, kernel and bias in one pass over dy. That of the
/// kernel stays at Winograd's points, as sums; see ``WinogradKernelGradientStep``.
///
/// Pooling, ReLU and dropout behind the convolution are undone where dy is read.
final class WinogradGradientStep: ImageStep {
    /// Where all of it lies; what is not wanted is `nil`.
    struct Operands {
        var x: Slot?
        var dy: Slot
        var index: Slot?
        /// ReLU's result, where it masks dy.
        var y: Slot?
        /// Transposed and transformed.
        var kernel: Slot?
        var dx: Slot?
        /// Of the kernel's gradient.
        var sums: Slot?
        /// One for each of the plan's parts.
        var biasParts: Slot?
        var shared: Slot?
    }

    let name: String
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    private let plan: WinogradPlan
    private let operands: Operands
    private let scale: Float
    private let masksInput: Bool
    private var gradient: sumi_winograd_gradient?

    init(_ plan: WinogradPlan, _ operands: Operands, scale: Float, masksInput: Bool) {
        (self.plan, self.operands, self.scale, self.masksInput) = (plan, operands, scale, masksInput)
        let results = [
            operands.dx == nil ? nil : "input", operands.sums == nil ? nil : "kernel",
            operands.biasParts == nil ? nil : "bias",
        ]
        name = "winograd F\(plan.tile) gradient of " + results.compactMap { $0 }.joined(separator: ", ")
        let optional = [
            operands.x, operands.index, operands.y, operands.kernel, operands.dx, operands.sums, operands.biasParts,
            operands.shared,
        ]
        slots = [operands.dy] + optional.compactMap { $0 }
        scratchBytes = plan.pointer.pointee.backward_scratch * MemoryLayout<Float>.size
        let units = plan.gradientPhases
        let nanoseconds = Int(plan.work / 16) * max(1, Self.directions(operands)) / units.count
        phases = units.map { Phase(units: $0, nanoseconds: nanoseconds) }
    }

    private static func directions(_ operands: Operands) -> Int {
        (operands.dx == nil ? 0 : 1) + (operands.sums == nil ? 0 : 1)
    }

    var work: StepWork { plan.stepWork(directions: Self.directions(operands)) }

    func prepare(_ run: Execution) -> Bool {
        gradient = gradient(run)
        return true
    }

    private func gradient(_ run: Execution) -> sumi_winograd_gradient {
        func floats(_ slot: Slot?) -> UnsafeMutablePointer<Float>? { slot.map { run.floats($0) } }
        return sumi_winograd_gradient(
            x: floats(operands.x).map { UnsafePointer($0) }, dy: run.floats(operands.dy),
            index: operands.index.map { UnsafePointer(run[$0].assumingMemoryBound(to: UInt8.self)) },
            y: floats(operands.y).map { UnsafePointer($0) }, scale: scale,
            kernel: floats(operands.kernel).map { UnsafePointer($0) }, dx: floats(operands.dx), masks_dx: masksInput,
            sums: floats(operands.sums), bias: floats(operands.biasParts), shared: floats(operands.shared))
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        guard let gradient else { return }
        withUnsafePointer(to: gradient) { gradient in
            run.kernels.pointee.winograd_backward(
                plan.pointer, phase, unit, gradient, scratch.assumingMemoryBound(to: Float.self))
        }
    }

    var images: Int? { plan.images }

    func slices(images: Int) -> ImageSlices? {
        let sizes = plan.pointer.pointee
        guard images == plan.images, !sizes.by_points else { return nil }
        let float = MemoryLayout<Float>.size
        var slices = ImageSlices()
        for slot in [operands.x, operands.dx] { if let slot { slices.bytes[slot] = plan.inputSize * float } }
        for slot in [operands.dy, operands.y] { if let slot { slices.bytes[slot] = plan.outputSize * float } }
        if let index = operands.index { slices.bytes[index] = plan.outputSize }
        slices.sums = Set([operands.sums, operands.biasParts].compactMap { $0 })
        slices.part = ImageSlices.Part(images: sizes.part_images, block: sizes.backward_images)
        slices.lasting = ((operands.dx == nil ? 0 : sizes.transposed_size) + sizes.sums_size / sizes.parts) * float
        return slices
    }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        withUnsafePointer(to: gradient(run)) { gradient in
            run.kernels.pointee.winograd_backward_images(
                plan.pointer, images.lowerBound, images.upperBound, gradient,
                scratch.assumingMemoryBound(to: Float.self))
        }
    }
}

/// A kernel's gradient from its sums at Winograd's points.
final class WinogradKernelGradientStep: KernelStep {
    let name = "winograd kernel gradient"
    let slots: [Slot]
    let phases: [Phase]
    private let plan: WinogradPlan
    private let sums: Slot
    private let gradient: Slot
    private let channels: Cut

    init(_ plan: WinogradPlan, sums: Slot, to gradient: Slot) {
        (self.plan, self.sums, self.gradient) = (plan, sums, gradient)
        slots = [sums, gradient]
        // Reads the sums of all parts, some eight numbers a nanosecond; a unit is some 20 µs.
        let sizes = plan.pointer.pointee
        channels = Cut(plan.channels, part: 160_000 * plan.channels / max(1, sizes.sums_size))
        phases = [Phase(units: channels.count, nanoseconds: sizes.sums_size / 8)]
    }

    var written: [Slot] { [gradient] }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        form(channels.range(unit), run)
    }

    private func form(_ channels: Range<Int>, _ run: Execution) {
        run.kernels.pointee.winograd_kernel_gradient(
            plan.pointer, run.floats(sums), channels.lowerBound, channels.upperBound, run.floats(gradient))
    }

    func fewestRows(of kernel: KernelShape) -> Int? { plan.isOf(kernel) ? 1 : nil }

    func run(rows: Range<Int>, of kernel: KernelShape, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        form(rows, run)
    }
}
