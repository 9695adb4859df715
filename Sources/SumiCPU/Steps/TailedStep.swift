/// A step whose units each write one contiguous range of the result, all of it together.
protocol PiecewiseStep: ImageStep {
    /// The elements of the result that a unit of the last phase writes.
    func written(by unit: Int) -> Range<Int>
}

/// A step with the element-wise operations that follow it, done piece by piece while the piece is in the cache.
final class TailedStep: ImageStep {
    let name: String
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    private let first: any PiecewiseStep
    private let tail: ElementwiseProgram
    /// Elements of the result.
    private let count: Int

    init(_ first: any PiecewiseStep, _ tail: ElementwiseProgram, named tailName: String, count: Int) {
        (self.first, self.tail, self.count) = (first, tail, count)
        name = first.name + ", " + tailName
        slots = first.slots + tail.slots
        phases = first.phases
        // One after the other, so they share it.
        scratchBytes = max(first.scratchBytes, tail.scratchBytes)
    }

    var work: StepWork { first.work }

    func prepare(_ run: Execution) -> Bool { first.prepare(run) }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        first.run(phase: phase, unit: unit, scratch: scratch, run)
        if phase == phases.count - 1 { tail.run(first.written(by: unit), scratch: scratch, run) }
    }

    var images: Int? { first.images }

    func slices(images: Int) -> ImageSlices? {
        guard var slices = first.slices(images: images), let tailed = tail.bytesOfPart(count: count, parts: images)
        else { return nil }
        for slot in Set(first.slots).intersection(tail.slots) where slices.bytes[slot] != tailed[slot] { return nil }
        slices.bytes.merge(tailed) { first, _ in first }
        return slices
    }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        first.run(images: images, of: count, scratch: scratch, run)
        let size = self.count / count
        tail.run(images.lowerBound * size..<images.upperBound * size, scratch: scratch, run)
    }
}
