import CSumiKernels

/// Puts the right operand of products in the order in which the kernels read it.
///
/// A variable's packed copy is kept from run to run, and made again when the variable has changed.
final class PackStep: KernelStep {
    let name = "pack"
    let slots: [Slot]
    let phases: [Phase]
    private let layout: PackLayout
    private let from: Slot
    private let to: Slot
    private let cached: CachedCopy?
    private let panels: Cut

    init(_ layout: PackLayout, from: Slot, to: Slot, cached: CachedCopy? = nil) {
        (self.layout, self.from, self.to, self.cached) = (layout, from, to, cached)
        slots = [from, to]
        panels = Cut(layout.panels, part: 32768 / max(1, layout.panelStride))
        phases = [Phase(units: layout.matrices * panels.count, nanoseconds: layout.bytes / 8)]
    }

    var written: [Slot] { [to] }
    var isKept: Bool { cached != nil }

    func prepare(_ run: Execution) -> Bool { cached?.becomesCurrent() ?? true }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let (matrix, range) = (unit / panels.count, panels.range(unit % panels.count))
        let first = range.lowerBound * layout.panelWidth
        let columns = min(layout.columns, range.upperBound * layout.panelWidth) - first
        let b = run.floats(from) + matrix * layout.matrixStride + first * layout.columnStride
        let packed = run.floats(to) + matrix * layout.matrixSize + range.lowerBound * layout.panelStride
        for tap in 0..<layout.taps {
            let source = layout.isFlipped ? layout.taps - 1 - tap : tap
            run.kernels.pointee.pack(
                b + source * layout.tapStride, layout.rowStride, layout.columnStride, layout.pieceDepth, columns,
                packed + tap * layout.pieceDepth * layout.panelWidth, layout.panelStride)
        }
    }

    func fewestRows(of kernel: KernelShape) -> Int? { layout.place(of: kernel) == nil ? nil : 1 }

    func run(rows: Range<Int>, of kernel: KernelShape, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        guard let place = layout.place(of: kernel) else { return }
        for tap in 0..<kernel.taps {
            let b = run.floats(from) + (tap * kernel.rows + rows.lowerBound) * kernel.columns
            let piece = layout.isFlipped ? kernel.taps - 1 - tap : tap
            let (depth, column) =
                switch place {
                case .depth: (piece * kernel.rows + rows.lowerBound, 0)
                case .columns where layout.taps < kernel.taps: (0, tap * kernel.rows + rows.lowerBound)
                case .columns: (piece * layout.pieceDepth, rows.lowerBound)
                }
            let packed =
                run.floats(to) + column / layout.panelWidth * layout.panelStride + depth * layout.panelWidth
            let (steps, columns) = place == .depth ? (rows.count, layout.columns) : (layout.pieceDepth, rows.count)
            run.kernels.pointee.pack(
                b, layout.rowStride, layout.columnStride, steps, columns, packed, layout.panelStride)
        }
    }
}
