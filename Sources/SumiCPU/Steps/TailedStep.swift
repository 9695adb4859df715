/// A step whose units each write one contiguous range of the result, all of it together.
protocol PiecewiseStep: Step {
    /// The elements of the result that a unit of the last phase writes.
    func written(by unit: Int) -> Range<Int>
}

/// A step with the element-wise operations that follow it, done piece by piece while the piece is in the cache.
final class TailedStep: Step {
    let name: String
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    private let first: any PiecewiseStep
    private let tail: ElementwiseProgram

    init(_ first: any PiecewiseStep, _ tail: ElementwiseProgram, named tailName: String) {
        self.first = first
        self.tail = tail
        name = first.name + ", " + tailName
        slots = first.slots + tail.slots
        phases = first.phases
        // One after the other, so they share it.
        scratchBytes = max(first.scratchBytes, tail.scratchBytes)
    }

    var work: StepWork { first.work }

    func prepare(_ run: Execution) -> Bool {
        tail.prepare(run)
        return first.prepare(run)
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        first.run(phase: phase, unit: unit, scratch: scratch, run)
        if phase == phases.count - 1 { tail.run(first.written(by: unit), scratch: scratch, run) }
    }
}
