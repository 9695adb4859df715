import CSumiKernels

/// Softmax or log-softmax along the middle of `[outer][n][inner]`.
final class SoftmaxStep: Step {
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

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let range = rows.range(unit)
        let start = range.lowerBound * n * inner
        let kernel = isLogarithm ? run.kernels.pointee.log_softmax : run.kernels.pointee.softmax
        kernel(run.floats(from) + start, run.floats(to) + start, range.count, n, inner)
    }
}
