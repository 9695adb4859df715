/// All that happens to a kernel at the end of a training step, some rows at a time: its gradient is formed, clipped, and
/// taken by the optimizer, and the new weights are put into the orders in which the next step's products read them.
final class KernelUpdateStep: Step {
    let name: String
    let slots: [Slot]
    let written: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    let work: StepWork
    private let steps: [any KernelStep]
    private let kernel: KernelShape
    private let rows: Cut
    /// What is made of the new weights.
    private let copies: [CachedCopy]

    /// Nanoseconds of a unit: enough to outweigh handing it out, few enough to balance threads.
    private static let unitSize = 30_000

    /// - Parameter rows: of a unit at least.
    init(_ steps: [any KernelStep], of kernel: KernelShape, rows: Int, panelWidth: Int, copies: [CachedCopy]) {
        (self.steps, self.kernel, self.copies) = (steps, kernel, copies)
        name = "by rows: " + steps.map(\.name).joined(separator: "; ")
        work = StepWork("[\(kernel.taps), \(kernel.rows), \(kernel.columns)]", steps.map(\.work))
        slots = Set(steps.flatMap(\.slots)).sorted()
        written = Set(steps.flatMap(\.written)).sorted()
        scratchBytes = steps.map(\.scratchBytes).max() ?? 0
        let nanoseconds = steps.flatMap(\.phases).reduce(0) { $0 + $1.nanoseconds }
        let wanted = Self.unitSize * kernel.rows / max(1, nanoseconds)
        self.rows = Cut(kernel.rows, part: max(rows, wanted), multiple: panelWidth)
        phases = [Phase(units: self.rows.count, nanoseconds: nanoseconds)]
    }

    func prepare(_ run: Execution) -> Bool {
        for step in steps { _ = step.prepare(run) }
        for copy in copies { copy.followsUpdate() }
        return true
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        for step in steps { step.run(rows: rows.range(unit), of: kernel, scratch: scratch, run) }
    }
}
