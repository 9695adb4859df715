import CSumiKernels

/// Transforms a convolution's kernel to Winograd's points, or, for the input's gradient, the transposed kernel.
///
/// A variable's transformed copy is kept from run to run, and made again when the variable has changed.
final class WinogradKernelStep: KernelStep {
    let name: String
    let slots: [Slot]
    let phases: [Phase]
    private let plan: WinogradPlan
    private let isTransposed: Bool
    private let from: Slot
    private let to: Slot
    private let cached: CachedCopy?
    private let channels: Cut

    init(_ plan: WinogradPlan, isTransposed: Bool, from: Slot, to: Slot, cached: CachedCopy?) {
        (self.plan, self.isTransposed, self.from, self.to, self.cached) = (plan, isTransposed, from, to, cached)
        name = isTransposed ? "winograd kernel, transposed" : "winograd kernel"
        slots = [from, to]
        // About 2 Ki weights a unit: some 20 µs.
        channels = Cut(
            plan.channels, part: max(1, 2048 / max(1, plan.filters)), multiple: isTransposed ? plan.panelWidth : 1)
        phases = [Phase(units: channels.count, nanoseconds: plan.channels * plan.filters * 3)]
    }

    var written: [Slot] { [to] }
    var isKept: Bool { cached != nil }

    func prepare(_ run: Execution) -> Bool { cached?.becomesCurrent() ?? true }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        transform(channels.range(unit), run)
    }

    private func transform(_ channels: Range<Int>, _ run: Execution) {
        let transform =
            isTransposed ? run.kernels.pointee.winograd_transposed_kernel : run.kernels.pointee.winograd_kernel
        transform(plan.pointer, run.floats(from), channels.lowerBound, channels.upperBound, run.floats(to))
    }

    func fewestRows(of kernel: KernelShape) -> Int? { plan.isOf(kernel) ? 1 : nil }

    func run(rows: Range<Int>, of kernel: KernelShape, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        transform(rows, run)
    }
}
