import CSumiKernels
import SumiGraph

/// Elements or slices that indices name.
final class GatherStep: PiecewiseStep {
    let name = "gather"
    let slots: [Slot]
    let phases: [Phase]
    private let layout: IndexingLayout
    private let values: Slot
    private let indices: Slot
    private let to: Slot
    private let rows: Cut

    init(_ layout: IndexingLayout, values: Slot, indices: Slot, to: Slot) {
        (self.layout, self.values, self.indices, self.to) = (layout, values, indices, to)
        slots = [values, indices, to]
        rows = Cut(layout.outer, part: 16384 / max(1, layout.m * layout.inner))
        phases = [Phase(units: rows.count, nanoseconds: layout.outer * layout.m * layout.inner)]
    }

    func written(by unit: Int) -> Range<Int> {
        let (range, size) = (rows.range(unit), layout.m * layout.inner)
        return range.lowerBound * size..<range.upperBound * size
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        compute(rows.range(unit), run)
    }

    func slices(images: Int) -> ImageSlices? {
        layout.slices(images: images, many: values, few: to, indices: indices)
    }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let size = layout.outer / count
        compute(images.lowerBound * size..<images.upperBound * size, run)
    }

    private func compute(_ range: Range<Int>, _ run: Execution) {
        let size = layout.elementSize
        let x = run[values] + range.lowerBound * layout.n * layout.inner * size
        let y = run[to] + range.lowerBound * layout.m * layout.inner * size
        let index = run[indices].assumingMemoryBound(to: Int32.self)
        if layout.isElements {
            sumi_gather_elements(
                x, index + range.lowerBound * layout.m * layout.inner, y, size, range.count, layout.n, layout.m,
                layout.inner)
        } else {
            sumi_gather_slices(x, index, y, size, range.count, layout.n, layout.m, layout.inner)
        }
    }
}
