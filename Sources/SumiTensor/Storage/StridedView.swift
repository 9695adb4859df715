/// Which places of a tensor's memory are read or written, in which order: how slices, transposes and broadcasts see it.
///
/// The view has the places `offset + axes[0].place(i) + axes[1].place(j) + …`, the last axis running fastest.
package struct StridedView: Sendable {
    /// Along one axis, places either a fixed step apart or listed one by one.
    package struct Axis: Sendable {
        package var count: Int
        package var step: Int
        package var table: [Int]?

        package init(count: Int, step: Int) {
            self.count = count
            self.step = step
        }

        package init(table: [Int]) {
            count = table.count
            step = 0
            self.table = table
        }

        func place(_ index: Int) -> Int { table.map { $0[index] } ?? index * step }
    }

    package var offset = 0
    package var axes: [Axis]

    package init(offset: Int = 0, axes: [Axis]) {
        self.offset = offset
        self.axes = axes
    }

    package init(_ shape: Shape) {
        self.init(axes: zip(shape.dimensions, shape.strides).map { Axis(count: $0, step: $1) })
    }

    package var shape: Shape { Shape(axes.map(\.count)) }

    /// This view repeated along axes of size 1 (and new ones in front) to `shape`, which must be compatible.
    package func broadcast(to shape: Shape) -> StridedView {
        let added = shape.rank - axes.count
        let steps = [Int](repeating: 0, count: added) + axes.map { $0.count == 1 ? 0 : $0.step }
        return StridedView(offset: offset, axes: zip(shape.dimensions, steps).map { Axis(count: $0, step: $1) })
    }

    /// The same places in the same order with as few axes as possible, the last one without a table.
    package var merged: StridedView {
        var merged: [Axis] = []
        for axis in axes where axis.count != 1 || axis.table != nil {
            if let last = merged.last, last.table == nil, axis.table == nil, last.step == axis.step * axis.count {
                merged[merged.count - 1] = Axis(count: last.count * axis.count, step: axis.step)
            } else {
                merged.append(axis)
            }
        }
        if merged.last.map({ $0.table != nil }) ?? true { merged.append(Axis(count: 1, step: 1)) }
        return StridedView(offset: offset, axes: merged)
    }

    /// Runs `body` with the place where each run along the last axis starts, in order.
    @inline(__always)
    package func forEachRun(_ body: (Int) -> Void) {
        guard !axes.contains(where: { $0.count == 0 }) else { return }
        var position = [Int](repeating: 0, count: axes.count)
        while true {
            body(axes.dropLast().indices.reduce(offset) { $0 + axes[$1].place(position[$1]) })
            var axis = axes.count - 2
            while axis >= 0 {
                position[axis] += 1
                if position[axis] < axes[axis].count { break }
                position[axis] = 0
                axis -= 1
            }
            if axis < 0 { return }
        }
    }
}

/// Copies the elements that a view shows.
package struct StridedCopy: ArrayTransform {
    private let view: StridedView

    package init(_ view: StridedView) { self.view = view.merged }

    package func callAsFunction<Element>(_ values: [Element]) -> [Element] {
        let total = view.shape.count
        let run = view.axes[view.axes.count - 1]
        return values.withUnsafeBufferPointer { source in
            [Element](unsafeUninitializedCapacity: total) { target, count in
                guard var next = target.baseAddress, let start = source.baseAddress, total > 0 else { return }
                view.forEachRun { place in
                    if run.step == 1 {
                        next.initialize(from: start + place, count: run.count)
                    } else {
                        for index in 0..<run.count { (next + index).initialize(to: start[place + index * run.step]) }
                    }
                    next += run.count
                }
                count = total
            }
        }
    }
}

/// Writes the second array's elements, in order, to the places of the first that a view shows.
package struct StridedAssignment: ArrayMutation {
    private let view: StridedView

    package init(_ view: StridedView) { self.view = view.merged }

    package func callAsFunction<Element>(_ target: inout [Element], _ source: [Element]) {
        let run = view.axes[view.axes.count - 1]
        target.withUnsafeMutableBufferPointer { target in
            var next = 0
            view.forEachRun { place in
                for index in 0..<run.count { target[place + index * run.step] = source[next + index] }
                next += run.count
            }
        }
    }
}
