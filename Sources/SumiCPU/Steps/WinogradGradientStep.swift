import CSumiKernels

/// The gradients of a convolution by Winograd's method: of its input, kernel and bias in one pass over dy.
///
/// Pooling, ReLU and dropout behind the convolution are undone where dy is read.
final class WinogradGradientStep: Step {
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
        var sums: Slot?
        var kernelGradient: Slot?
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
    private let channels: Cut
    private var gradient: sumi_winograd_gradient?

    init(_ plan: WinogradPlan, _ operands: Operands, scale: Float, masksInput: Bool) {
        (self.plan, self.operands, self.scale, self.masksInput) = (plan, operands, scale, masksInput)
        let results = [
            operands.dx == nil ? nil : "input", operands.kernelGradient == nil ? nil : "kernel",
            operands.biasParts == nil ? nil : "bias",
        ]
        name = "winograd F\(plan.tile) gradient of " + results.compactMap { $0 }.joined(separator: ", ")
        let optional = [
            operands.x, operands.index, operands.y, operands.kernel, operands.dx, operands.sums,
            operands.kernelGradient, operands.biasParts, operands.shared,
        ]
        slots = [operands.dy] + optional.compactMap { $0 }
        scratchBytes = plan.pointer.pointee.backward_scratch * MemoryLayout<Float>.size
        let units = plan.gradientPhases
        let directions = (operands.dx == nil ? 0 : 1) + (operands.kernelGradient == nil ? 0 : 1)
        let nanoseconds = Int(plan.work / 16) * max(1, directions) / units.count
        // About 2 Ki weights a unit: some 20 µs.
        channels = Cut(plan.channels, part: max(1, 2048 / plan.filters))
        var phases = units.map { Phase(units: $0, nanoseconds: nanoseconds) }
        if operands.kernelGradient != nil {
            phases.append(Phase(units: channels.count, nanoseconds: plan.channels * plan.filters * 3))
        }
        self.phases = phases
    }

    var work: StepWork {
        plan.stepWork(directions: (operands.dx == nil ? 0 : 1) + (operands.kernelGradient == nil ? 0 : 1))
    }

    func prepare(_ run: Execution) -> Bool {
        func floats(_ slot: Slot?) -> UnsafeMutablePointer<Float>? { slot.map { run.floats($0) } }
        gradient = sumi_winograd_gradient(
            x: floats(operands.x).map { UnsafePointer($0) }, dy: run.floats(operands.dy),
            index: operands.index.map { UnsafePointer(run[$0].assumingMemoryBound(to: UInt8.self)) },
            y: floats(operands.y).map { UnsafePointer($0) }, scale: scale,
            kernel: floats(operands.kernel).map { UnsafePointer($0) }, dx: floats(operands.dx), masks_dx: masksInput,
            sums: floats(operands.sums), bias: floats(operands.biasParts), shared: floats(operands.shared))
        return true
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        if phase == phases.count - 1, let result = operands.kernelGradient, let sums = operands.sums {
            let range = channels.range(unit)
            run.kernels.pointee.winograd_kernel_gradient(
                plan.pointer, run.floats(sums), range.lowerBound, range.upperBound, run.floats(result))
            return
        }
        guard let gradient else { return }
        withUnsafePointer(to: gradient) { gradient in
            run.kernels.pointee.winograd_backward(
                plan.pointer, phase, unit, gradient, scratch.assumingMemoryBound(to: Float.self))
        }
    }
}
