import CSumiKernels

/// Windows over images: arg-max (with the maximum itself where it is wanted), average, and the average's gradient.
final class WindowStep: PiecewiseStep {
    enum Kind {
        /// The second slot receives the maxima.
        case argMax(Slot?)
        case average
        case averageGradient
    }

    let name: String
    let slots: [Slot]
    let phases: [Phase]
    private let kind: Kind
    private let layout: WindowLayout
    private let from: Slot
    private let to: Slot

    init(_ kind: Kind, _ layout: WindowLayout, from: Slot, to: Slot) {
        (self.kind, self.layout, self.from, self.to) = (kind, layout, from, to)
        switch kind {
        case .argMax(let maximum):
            name = maximum == nil ? "windowArgMax" : "windowMax"
            slots = [from, to] + (maximum.map { [$0] } ?? [])
        case .average:
            name = "windowAverage"
            slots = [from, to]
        case .averageGradient:
            name = "windowAverageGradient"
            slots = [from, to]
        }
        let work = layout.images * layout.outputCells * layout.taps * layout.channels
        let isEmpty = layout.channels == 0 || layout.inputCells + layout.outputCells == 0
        phases = [Phase(units: isEmpty ? 0 : layout.images, nanoseconds: work / 4)]
    }

    func written(by unit: Int) -> Range<Int> {
        let cells: Int
        switch kind {
        case .argMax, .average: cells = layout.outputCells
        case .averageGradient: cells = layout.inputCells
        }
        return unit * cells * layout.channels..<(unit + 1) * cells * layout.channels
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        var windows = layout.windows
        let input = unit * layout.inputCells * layout.channels
        let output = unit * layout.outputCells * layout.channels
        let (x, y) = (run.floats(from), run[to])
        switch kind {
        case .argMax(let maximum):
            run.kernels.pointee.window_argmax(
                &windows, x + input, 0, layout.outputCells, y.assumingMemoryBound(to: Int32.self) + output,
                maximum.map { run.floats($0) + output })
        case .average:
            run.kernels.pointee.window_average(
                &windows, x + input, 0, layout.outputCells, y.assumingMemoryBound(to: Float.self) + output)
        case .averageGradient:
            let image = y.assumingMemoryBound(to: Float.self) + input
            image.update(repeating: 0, count: layout.inputCells * layout.channels)
            run.kernels.pointee.window_average_gradient(&windows, x + output, image)
        }
    }

    var images: Int? { phases[0].units == 0 ? nil : layout.images }

    func slices(images: Int) -> ImageSlices? {
        guard images == self.images else { return nil }
        let input = layout.inputCells * layout.channels * MemoryLayout<Float>.size
        let output = layout.outputCells * layout.channels * MemoryLayout<Float>.size
        switch kind {
        case .argMax(let maximum):
            var slices = ImageSlices(bytes: [from: input, to: output])
            if let maximum { slices.bytes[maximum] = output }
            return slices
        case .average: return ImageSlices(bytes: [from: input, to: output])
        case .averageGradient: return ImageSlices(bytes: [from: output, to: input])
        }
    }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        for image in images { self.run(phase: 0, unit: image, scratch: scratch, run) }
    }
}
