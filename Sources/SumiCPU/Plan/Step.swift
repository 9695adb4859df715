/// One piece of a program's work. Its cut into units depends on shapes alone; who runs a unit, and when within its
/// phase, changes no result.
protocol Step: AnyObject {
    /// For reports.
    var name: String { get }
    var work: StepWork { get }
    /// Everything it reads or writes.
    var slots: [Slot] { get }
    /// Those of them that it may write.
    var written: [Slot] { get }
    /// Done one after the other, each complete before the next begins.
    var phases: [Phase] { get }
    /// Memory that each thread needs for itself.
    var scratchBytes: Int { get }
    /// Whether it only makes what is kept until a variable changes.
    var isKept: Bool { get }
    /// Whether its units move slots of its own: then each thread has addresses for itself.
    var movesSlots: Bool { get }

    /// Runs once before the first phase. The step is left out where the answer is false.
    func prepare(_ run: Execution) -> Bool
    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution)
    /// All of the step.
    func execute(_ run: Execution)
}

extension Step {
    var work: StepWork { StepWork() }
    var written: [Slot] { slots }
    var scratchBytes: Int { 0 }
    var isKept: Bool { false }
    var movesSlots: Bool { false }
    func prepare(_ run: Execution) -> Bool { true }

    func execute(_ run: Execution) {
        guard prepare(run) else { return }
        for (index, phase) in phases.enumerated() { run.run(self, index, phase) }
    }
}

/// Units of work that may be done in any order, and all at once.
struct Phase {
    var units: Int
    /// About how long all units take together on one thread. Work that is over before a thread wakes stays on its own.
    var nanoseconds: Int
}

/// A range cut into equal parts; the last may be smaller.
struct Cut {
    let total: Int
    let part: Int

    /// Parts of about `part`, a multiple of `multiple`.
    init(_ total: Int, part: Int, multiple: Int = 1) {
        self.total = total
        self.part = max(1, (max(1, part) + multiple - 1) / multiple * multiple)
    }

    var count: Int { (total + part - 1) / part }

    func range(_ index: Int) -> Range<Int> { index * part..<min(total, (index + 1) * part) }
}
