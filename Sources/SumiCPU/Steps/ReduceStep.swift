import CSumiKernels

/// `[outer][n][inner]` to `[outer][inner]`, for reductions along one merged axis, and arg-max.
final class ReduceStep: ImageStep {
    enum Kind: Hashable {
        case reduce(sumi_reduction)
        case argMax

        static func == (a: Kind, b: Kind) -> Bool {
            switch (a, b) {
            case (.reduce(let x), .reduce(let y)): x.rawValue == y.rawValue
            case (.argMax, .argMax): true
            case (.reduce, .argMax), (.argMax, .reduce): false
            }
        }

        func hash(into hasher: inout Hasher) {
            if case .reduce(let reduction) = self { hasher.combine(reduction.rawValue) }
        }
    }

    let name: String
    let slots: [Slot]
    let phases: [Phase]
    private let kind: Kind
    private let element: sumi_element
    private let from: Slot
    private let to: Slot
    private let n: Int
    private let inner: Int
    private let rows: Cut

    /// All reduced element types have this size, and so have indices.
    private static let elementSize = 4
    private static let unitSize = 32768

    init(
        _ name: String, _ kind: Kind, _ element: sumi_element, from: Slot, to: Slot, outer: Int, n: Int, inner: Int
    ) {
        self.name = name
        (self.kind, self.element, self.from, self.to) = (kind, element, from, to)
        (self.n, self.inner) = (n, inner)
        slots = [from, to]
        rows = Cut(outer, part: Self.unitSize / max(1, n * inner))
        phases = [Phase(units: inner == 0 ? 0 : rows.count, nanoseconds: outer * n * inner / 8)]
    }

    var written: [Slot] { [to] }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        compute(rows.range(unit), run)
    }

    func slices(images: Int) -> ImageSlices? {
        guard rows.total % images == 0, inner > 0, from != to else { return nil }
        let result = rows.total / images * inner * Self.elementSize
        return ImageSlices(bytes: [from: result * n, to: result])
    }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let size = rows.total / count
        compute(images.lowerBound * size..<images.upperBound * size, run)
    }

    private func compute(_ range: Range<Int>, _ run: Execution) {
        let x = run[from] + range.lowerBound * n * inner * Self.elementSize
        let y = run[to] + range.lowerBound * inner * Self.elementSize
        switch kind {
        case .reduce(let reduction):
            run.kernels.pointee.reduce(reduction, element, x, y, range.count, n, inner)
        case .argMax:
            run.kernels.pointee.argmax(
                element, x, y.assumingMemoryBound(to: Int32.self), range.count, n, inner)
        }
    }
}
