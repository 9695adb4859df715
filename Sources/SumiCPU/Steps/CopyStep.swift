import CSumiKernels

/// Elements moved by strides: transpositions, slices, reversals, repetitions, pieces of a concatenation.
final class CopyStep: Step {
    /// One axis of a copy; strides count elements.
    struct Axis {
        var size: Int
        var from: Int
        var to: Int
    }

    let name: String
    let slots: [Slot]
    let phases: [Phase]
    private let from: Slot
    private let to: Slot
    private let elementSize: Int
    private let fromStart: Int
    private let toStart: Int
    /// At most the kernel's axes; what is more is walked by unit.
    private let inner: [Axis]
    private let outer: [Axis]
    private let cut: Cut

    /// Elements of a unit, about 64 KiB.
    private static let unitSize = 16384

    /// - Parameters:
    ///   - fromStart: the element that index 0 reads; `toStart` the one it writes.
    init(
        _ name: String, from: Slot, to: Slot, elementSize: Int, _ axes: [Axis], fromStart: Int = 0, toStart: Int = 0
    ) {
        self.name = name
        (self.from, self.to, self.elementSize) = (from, to, elementSize)
        (self.fromStart, self.toStart) = (fromStart, toStart)
        slots = [from, to]
        var merged = Self.merged(axes)
        // The first axis is cut into units; any before the kernel's limit are walked one index a unit.
        let kernelAxes = Int(SUMI_AXES)
        let extra = max(0, merged.count - kernelAxes)
        outer = Array(merged[..<extra])
        merged.removeFirst(extra)
        inner = merged
        let row = merged.dropFirst().reduce(1) { $0 * $1.size }
        cut = Cut(merged.first?.size ?? 1, part: Self.unitSize / max(1, row))
        let count = outer.reduce(1) { $0 * $1.size }
        let total = count * row * (merged.first?.size ?? 1)
        phases = [Phase(units: total == 0 ? 0 : count * cut.count, nanoseconds: total * elementSize / 4)]
    }

    /// A copy of `count` elements as they lie.
    convenience init(_ name: String, from: Slot, to: Slot, elementSize: Int, count: Int) {
        self.init(name, from: from, to: to, elementSize: elementSize, [Axis(size: count, from: 1, to: 1)])
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        var (rest, fromIndex, toIndex) = (unit / cut.count, fromStart, toStart)
        for axis in outer.reversed() {
            fromIndex += rest % axis.size * axis.from
            toIndex += rest % axis.size * axis.to
            rest /= axis.size
        }
        let range = cut.range(unit % cut.count)
        if let first = inner.first {
            fromIndex += range.lowerBound * first.from
            toIndex += range.lowerBound * first.to
        }
        var copy = sumi_copy()
        copy.from = UnsafeRawPointer(run[from] + fromIndex * elementSize)
        copy.to = run[to] + toIndex * elementSize
        copy.element_size = elementSize
        copy.axes = inner.count
        withUnsafeMutableBytes(of: &copy.sizes) { sizes in
            let sizes = sizes.bindMemory(to: Int.self)
            for (index, axis) in inner.enumerated() { sizes[index] = index == 0 ? range.count : axis.size }
        }
        withUnsafeMutableBytes(of: &copy.from_strides) { strides in
            let strides = strides.bindMemory(to: Int.self)
            for (index, axis) in inner.enumerated() { strides[index] = axis.from }
        }
        withUnsafeMutableBytes(of: &copy.to_strides) { strides in
            let strides = strides.bindMemory(to: Int.self)
            for (index, axis) in inner.enumerated() { strides[index] = axis.to }
        }
        sumi_copy_strided(&copy)
    }

    /// Neighbouring axes that both sides walk as one become one; axes of size 1 vanish.
    private static func merged(_ axes: [Axis]) -> [Axis] {
        var result: [Axis] = []
        for axis in axes where axis.size != 1 {
            if let last = result.last, last.from == axis.from * axis.size, last.to == axis.to * axis.size {
                result[result.count - 1] = Axis(size: last.size * axis.size, from: axis.from, to: axis.to)
            } else {
                result.append(axis)
            }
        }
        return result
    }
}
