import CSumiKernels
import SumiGraph
import SumiTensor

/// Zeros, to which values are added where indices say, in the indices' order.
final class ScatterStep: PiecewiseStep {
    let name = "scatterAdd"
    let slots: [Slot]
    let phases: [Phase]
    private let layout: IndexingLayout
    private let indices: Slot
    private let updates: Slot
    private let to: Slot
    private let rows: Cut

    init(_ layout: IndexingLayout, indices: Slot, updates: Slot, to: Slot) {
        (self.layout, self.indices, self.updates, self.to) = (layout, indices, updates, to)
        slots = [indices, updates, to]
        rows = Cut(layout.outer, part: 16384 / max(1, layout.n * layout.inner))
        phases = [Phase(units: rows.count, nanoseconds: layout.outer * (layout.m + layout.n) * layout.inner / 2)]
    }

    func written(by unit: Int) -> Range<Int> {
        let (range, size) = (rows.range(unit), layout.n * layout.inner)
        return range.lowerBound * size..<range.upperBound * size
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        compute(rows.range(unit), run)
    }

    func slices(images: Int) -> ImageSlices? {
        layout.slices(images: images, many: to, few: updates, indices: indices)
    }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let size = layout.outer / count
        compute(images.lowerBound * size..<images.upperBound * size, run)
    }

    private func compute(_ range: Range<Int>, _ run: Execution) {
        let size = layout.elementSize
        let x = run[to] + range.lowerBound * layout.n * layout.inner * size
        let dy = run[updates] + range.lowerBound * layout.m * layout.inner * size
        let start = layout.isElements ? range.lowerBound * layout.m * layout.inner : 0
        let index = run[indices].assumingMemoryBound(to: Int32.self) + start
        x.initializeMemory(as: UInt8.self, repeating: 0, count: range.count * layout.n * layout.inner * size)
        let (n, m, inner) = (layout.n, layout.m, layout.inner)
        switch layout.elementType {
        case .float32:
            let add = layout.isElements ? sumi_scatter_add_elements : sumi_scatter_add_slices
            add(
                x.assumingMemoryBound(to: Float.self), index, dy.assumingMemoryBound(to: Float.self), range.count, n, m,
                inner)
        case .int32, .uint32:
            let add = layout.isElements ? sumi_scatter_add_elements_int32 : sumi_scatter_add_slices_int32
            add(
                x.assumingMemoryBound(to: Int32.self), index, dy.assumingMemoryBound(to: Int32.self), range.count, n, m,
                inner)
        case .uint8, .bool, .float64, .float16, .bfloat16:
            addBytes(x.assumingMemoryBound(to: UInt8.self), index, dy.assumingMemoryBound(to: UInt8.self), range.count)
        }
    }

    /// The sum of bools is whether one of them holds.
    private func addBytes(
        _ x: UnsafeMutablePointer<UInt8>, _ index: UnsafePointer<Int32>, _ dy: UnsafePointer<UInt8>, _ outer: Int
    ) {
        let (n, m, inner) = (layout.n, layout.m, layout.inner)
        for o in 0..<outer {
            for i in 0..<m {
                for j in 0..<inner {
                    let row = Int(layout.isElements ? index[(o * m + i) * inner + j] : index[i])
                    guard row >= 0, row < n else { continue }
                    let place = (o * n + row) * inner + j
                    let added = x[place] &+ dy[(o * m + i) * inner + j]
                    x[place] = layout.elementType == .bool ? min(added, 1) : added
                }
            }
        }
    }
}
