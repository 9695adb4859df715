import CSumiKernels

/// Softmax or log-softmax along the middle of `[outer][n][inner]`.
final class SoftmaxStep: ImageStep {
    let name: String
    let slots: [Slot]
    let phases: [Phase]
    private let isLogarithm: Bool
    private let from: Slot
    private let to: Slot
    private let n: Int
    private let inner: Int
    private let rows: Cut

    init(isLogarithm: Bool, from: Slot, to: Slot, outer: Int, n: Int, inner: Int) {
        name = isLogarithm ? "log-softmax" : "softmax"
        (self.isLogarithm, self.from, self.to) = (isLogarithm, from, to)
        (self.n, self.inner) = (n, inner)
        slots = [from, to]
        rows = Cut(outer, part: 1024 / max(1, n * inner))
        // A short row takes most of its time to find its largest element and its sum among a vector's lanes.
        let line = inner == 1 ? 60 : 0
        phases = [Phase(units: n * inner == 0 ? 0 : rows.count, nanoseconds: outer * (n * inner * 2 + line))]
    }

    /// Lines before the axis, as many as samples where it is the last of two.
    var outer: Int { rows.total }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        compute(rows.range(unit), run)
    }

    func slices(images: Int) -> ImageSlices? {
        guard outer % images == 0, n * inner > 0 else { return nil }
        let bytes = outer / images * n * inner * MemoryLayout<Float>.size
        return ImageSlices(bytes: [from: bytes, to: bytes])
    }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let size = outer / count
        compute(images.lowerBound * size..<images.upperBound * size, run)
    }

    private func compute(_ range: Range<Int>, _ run: Execution) {
        let start = range.lowerBound * n * inner
        let kernel = isLogarithm ? run.kernels.pointee.log_softmax : run.kernels.pointee.softmax
        kernel(run.floats(from) + start, run.floats(to) + start, range.count, n, inner)
    }
}
