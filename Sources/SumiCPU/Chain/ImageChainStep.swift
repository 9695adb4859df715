/// Steps that are done one after the other for a few images, before the next few: what one leaves for the next is still
/// in the cache, and what only they need has memory for those few images alone.
final class ImageChainStep: Step {
    /// A slot of the chain's own: where a thread's few images of it lie in its scratch.
    struct Inner {
        var slot: Slot
        var offset: Int
        /// Of one image.
        var bytes: Int
    }

    let name: String
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    let movesSlots = true
    let work: StepWork
    let steps: [any ImageStep]
    private let units: Cut
    private let together: Int
    private let inner: [Inner]
    /// Where the chain's own slots begin in scratch; the steps' scratch lies before.
    private let innerOffset: Int
    /// For reports: how long the first thread has spent in each step since this was set, `nil` where nobody asks.
    private var spent: [Duration]?

    /// - Parameters:
    ///   - units: the images that one thread takes in their order.
    ///   - together: how many of them go through all steps before the next ones do.
    ///   - bytes: memory for all slots of the chain's own.
    init(_ steps: [any ImageStep], units: Cut, together: Int, inner: [Inner], bytes: Int) {
        (self.steps, self.units, self.together, self.inner) = (steps, units, together, inner)
        name = "by image: " + steps.map(\.name).joined(separator: "; ")
        work = StepWork("\(units.total) images, \(together) at a time", steps.map(\.work))
        let own = Set(inner.map(\.slot))
        slots = Set(steps.flatMap(\.slots)).subtracting(own).sorted()
        let nanoseconds = steps.flatMap(\.phases).reduce(0) { $0 + $1.nanoseconds }
        phases = [Phase(units: units.count, nanoseconds: nanoseconds)]
        innerOffset = AlignedMemory.aligned(steps.map(\.scratchBytes).max() ?? 0)
        scratchBytes = innerOffset + bytes
    }

    func prepare(_ run: Execution) -> Bool {
        for step in steps { _ = step.prepare(run) }
        return true
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let unit = units.range(unit)
        for first in stride(from: unit.lowerBound, to: unit.upperBound, by: together) {
            compute(first..<min(first + together, unit.upperBound), scratch, run)
        }
    }

    private func compute(_ images: Range<Int>, _ scratch: UnsafeMutableRawPointer, _ run: Execution) {
        for place in inner {
            run[place.slot] = scratch + innerOffset + place.offset - images.lowerBound * place.bytes
        }
        guard !run.isView, spent != nil else {
            for step in steps { step.run(images: images, of: units.total, scratch: scratch, run) }
            return
        }
        for (index, step) in steps.enumerated() {
            let duration = ContinuousClock().measure {
                step.run(images: images, of: units.total, scratch: scratch, run)
            }
            spent?[index] += duration
        }
    }

    /// Runs it, and divides the time among its steps as the first thread has spent it.
    /// - Returns: seconds of each.
    func measured(_ run: Execution) -> [Double] {
        spent = Array(repeating: .zero, count: steps.count)
        let whole = ContinuousClock().measure { execute(run) } / .seconds(1)
        let parts = (spent ?? []).map { $0 / .seconds(1) }
        spent = nil
        let sum = parts.reduce(0, +)
        return parts.map { sum > 0 ? $0 / sum * whole : 0 }
    }
}
