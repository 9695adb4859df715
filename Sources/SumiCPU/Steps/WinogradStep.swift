import CSumiKernels

/// A convolution by Winograd's method, with bias, pooling, ReLU and dropout on the results' way to memory.
final class WinogradStep: PiecewiseStep {
    /// Where what happens to the results lies.
    struct Operands {
        var x: Slot
        /// Transformed, unless ``WinogradPlan/transformsKernel``.
        var kernel: Slot
        var bias: Slot?
        /// Added to the results element by element; may be where these go.
        var addend: Slot?
        var y: Slot
        /// Which of its square each maximum was, for the gradients.
        var index: Slot?
        /// The key of dropout's random bits.
        var key: Slot?
    }

    let name: String
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    private let plan: WinogradPlan
    private let operands: Operands
    private let hasReLU: Bool
    private let dropout: WinogradForward.Dropout?

    init(_ plan: WinogradPlan, _ operands: Operands, hasReLU: Bool, dropout: WinogradForward.Dropout?) {
        (self.plan, self.operands, self.hasReLU, self.dropout) = (plan, operands, hasReLU, dropout)
        let parts = [
            operands.bias == nil ? nil : "bias", operands.addend == nil ? nil : "addend",
            plan.shape.pool ? "max-pool" : nil, hasReLU ? "relu" : nil, dropout == nil ? nil : "dropout",
        ]
        name = (["winograd F\(plan.tile)"] + parts.compactMap { $0 }).joined(separator: " + ")
        let optional = [operands.bias, operands.addend, operands.index, operands.key]
        slots = [operands.x, operands.kernel, operands.y] + optional.compactMap { $0 }
        scratchBytes = plan.pointer.pointee.forward_scratch * MemoryLayout<Float>.size
        phases = [Phase(units: plan.pointer.pointee.forward_units, nanoseconds: Int(plan.work / 16))]
    }

    var work: StepWork { plan.stepWork(directions: 1) }

    /// Only where filters are not cut: ``WinogradPlan/isCutByFilters``.
    func written(by unit: Int) -> Range<Int> {
        let forward = plan.pointer.pointee
        let cuts = (forward.tiles.0 + forward.forward_rows - 1) / forward.forward_rows
        let (block, cut) = unit.quotientAndRemainder(dividingBy: cuts)
        let images = block * forward.forward_images..<min(plan.images, (block + 1) * forward.forward_images)
        guard !images.isEmpty else { return 0..<0 }
        if cuts == 1 { return images.lowerBound * plan.outputSize..<images.upperBound * plan.outputSize }
        let step = plan.tile / plan.pooling
        let rows = cut * forward.forward_rows * step..<min(plan.outputRows, (cut + 1) * forward.forward_rows * step)
        let image = images.lowerBound * plan.outputSize
        return image + rows.lowerBound * plan.outputRow..<image + rows.upperBound * plan.outputRow
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        withUnsafePointer(to: epilogue(run)) { epilogue in
            run.kernels.pointee.winograd_forward(
                plan.pointer, unit, run.floats(operands.x), run.floats(operands.kernel), epilogue,
                run.floats(operands.y), scratch.assumingMemoryBound(to: Float.self))
        }
    }

    var images: Int? { plan.images }

    func slices(images: Int) -> ImageSlices? {
        let forward = plan.pointer.pointee
        guard images == plan.images, forward.forward_rows == forward.tiles.0, !plan.isCutByFilters else {
            return nil
        }
        let float = MemoryLayout<Float>.size
        var slices = ImageSlices(bytes: [operands.x: plan.inputSize * float, operands.y: plan.outputSize * float])
        if let addend = operands.addend { slices.bytes[addend] = plan.outputSize * float }
        if let index = operands.index { slices.bytes[index] = plan.outputSize }
        slices.together = forward.forward_block
        return slices
    }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        withUnsafePointer(to: epilogue(run)) { epilogue in
            run.kernels.pointee.winograd_forward_images(
                plan.pointer, images.lowerBound, images.upperBound, run.floats(operands.x),
                run.floats(operands.kernel), epilogue, run.floats(operands.y),
                scratch.assumingMemoryBound(to: Float.self))
        }
    }

    private func epilogue(_ run: Execution) -> sumi_winograd_epilogue {
        var epilogue = sumi_winograd_epilogue()
        epilogue.bias = operands.bias.map { UnsafePointer(run.floats($0)) }
        epilogue.addend = operands.addend.map { UnsafePointer(run.floats($0)) }
        epilogue.relu = hasReLU
        epilogue.index = operands.index.map { run[$0].assumingMemoryBound(to: UInt8.self) }
        if let dropout, let key = operands.key.map({ run[$0].assumingMemoryBound(to: UInt32.self) }) {
            (epilogue.limit, epilogue.scale) = (dropout.limit, dropout.scale)
            epilogue.key = (key[0], key[1])
            let stream = dropout.stream
            epilogue.counter = (
                key[2], UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)
            )
        }
        return epilogue
    }
}
