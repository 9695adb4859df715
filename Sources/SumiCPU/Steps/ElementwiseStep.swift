import CSumiKernels

/// A chain of element-wise operations in one pass over memory.
final class ElementwiseStep: ImageStep {
    let name: String
    let phases: [Phase]
    private let program: ElementwiseProgram
    private let cut: Cut

    var slots: [Slot] { program.slots }
    var written: [Slot] { program.written }
    var scratchBytes: Int { program.scratchBytes }

    /// Elements of a unit: enough to outweigh handing it out, few enough to balance threads.
    private static let unitSize = 16 * Int(SUMI_BLOCK)

    init(_ name: String, _ program: ElementwiseProgram, count: Int) {
        self.name = name
        self.program = program
        cut = Cut(count, part: Self.unitSize)
        // A vector instruction of 16 lanes takes about half a nanosecond, loads and stores included.
        phases = [Phase(units: cut.count, nanoseconds: count * program.length / 32)]
    }

    var work: StepWork { StepWork("\(cut.total) elements", multiplications: 0) }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        program.run(cut.range(unit), scratch: scratch, run)
    }

    func slices(images: Int) -> ImageSlices? {
        program.bytesOfPart(count: cut.total, parts: images).map { ImageSlices(bytes: $0) }
    }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let size = cut.total / count
        program.run(images.lowerBound * size..<images.upperBound * size, scratch: scratch, run)
    }
}

extension ElementwiseStep: KernelStep {
    func fewestRows(of kernel: KernelShape) -> Int? { kernel.count == cut.total ? 1 : nil }

    func run(rows: Range<Int>, of kernel: KernelShape, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        for elements in kernel.elements(of: rows) { program.run(elements, scratch: scratch, run) }
    }

    /// Whether each element of a slot is read and written with the same element of all others.
    func isElementByElement(_ slot: Slot) -> Bool { program.isElementByElement(slot) }
}
