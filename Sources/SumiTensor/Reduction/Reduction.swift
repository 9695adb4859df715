/// How the elements lie that a reduction takes together: `outer` times `count` rows of `inner` elements, of which
/// elements at the same place in a row belong together.
struct Reduction {
    var outer: Int
    var count: Int
    var inner: Int
    /// The shape of the result.
    var shape: Shape

    /// Starts every group with `start` and adds its elements in order; the results in row-major order.
    @inline(__always)
    func fold<Element, Result>(
        _ values: [Element], start: Result, _ add: (inout Result, Element, Int) -> Void
    ) -> [Result] {
        guard !shape.dimensions.contains(0) else { return [] }
        return fold(values, starts: [Result](repeating: start, count: outer * inner), add)
    }

    /// The same with a start for each group.
    @inline(__always)
    func fold<Element, Result>(
        _ values: [Element], starts: [Result], _ add: (inout Result, Element, Int) -> Void
    ) -> [Result] {
        guard !starts.isEmpty else { return [] }
        var results = starts
        values.withUnsafeBufferPointer { values in
            results.withUnsafeMutableBufferPointer { results in
                for block in 0..<outer {
                    if inner == 1 {
                        // One group at a time: its result stays in a register.
                        var result = starts[block]
                        for index in 0..<count { add(&result, values[block * count + index], index) }
                        results[block] = result
                    } else {
                        for index in 0..<count {
                            let row = (block * count + index) * inner
                            for place in 0..<inner { add(&results[block * inner + place], values[row + place], index) }
                        }
                    }
                }
            }
        }
        return results
    }
}

extension Tensor {
    /// This tensor with the axes that are reduced brought together, and how its elements then lie.
    func prepared(axes: [Int]?, keepingDimensions: Bool, for operation: String) throws -> (Tensor, Reduction) {
        let axes = try shape.checkedAxes(axes, of: operation)
        let kept = (0..<rank).filter { !axes.contains($0) }
        let sizes = shape.dimensions
        let result =
            keepingDimensions ? sizes.indices.map { axes.contains($0) ? 1 : sizes[$0] } : kept.map { sizes[$0] }
        // Axes that follow each other need not be moved.
        let first = axes.first ?? rank
        let together = axes == Array(first..<first + axes.count)
        let order = together ? Array(0..<rank) : kept + axes
        let before = Shape(together ? Array(sizes[..<first]) : kept.map { sizes[$0] })
        let after = Shape(together ? Array(sizes[(first + axes.count)...]) : [])
        let reduced = Shape(axes.map { sizes[$0] })
        let shape = Shape(result)
        // Nothing summed over an axis of size 0 may be more than the tensor itself.
        try shape.checkAllocatable(as: .float64, for: operation)
        let reduction = Reduction(outer: before.count, count: reduced.count, inner: after.count, shape: shape)
        return (together ? self : permuted(order), reduction)
    }
}
