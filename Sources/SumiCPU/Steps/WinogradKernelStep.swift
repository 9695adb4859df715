import CSumiKernels

/// Transforms a convolution's kernel to Winograd's points, or, for the input's gradient, the transposed kernel.
///
/// A variable's transformed copy is kept from run to run, and made again when the variable has changed.
final class WinogradKernelStep: Step {
    let name: String
    let slots: [Slot]
    let phases: [Phase]
    private let plan: WinogradPlan
    private let isTransposed: Bool
    private let from: Slot
    private let to: Slot
    private let cached: CachedCopy?
    /// Channels, or filters where transposed.
    private let cut: Cut

    init(_ plan: WinogradPlan, isTransposed: Bool, from: Slot, to: Slot, cached: CachedCopy?) {
        (self.plan, self.isTransposed, self.from, self.to, self.cached) = (plan, isTransposed, from, to, cached)
        name = isTransposed ? "winograd kernel, transposed" : "winograd kernel"
        slots = [from, to]
        let (rows, columns) = isTransposed ? (plan.filters, plan.channels) : (plan.channels, plan.filters)
        // About 2 Ki weights a unit: some 20 µs.
        cut = Cut(rows, part: max(1, 2048 / max(1, columns)))
        phases = [Phase(units: cut.count, nanoseconds: rows * columns * 3)]
    }

    var isKept: Bool { cached != nil }

    func prepare(_ run: Execution) -> Bool { cached?.becomesCurrent() ?? true }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let range = cut.range(unit)
        let transform =
            isTransposed ? run.kernels.pointee.winograd_transposed_kernel : run.kernels.pointee.winograd_kernel
        transform(plan.pointer, run.floats(from), range.lowerBound, range.upperBound, run.floats(to))
    }
}
