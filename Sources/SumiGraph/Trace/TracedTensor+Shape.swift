import SumiTensor

extension TracedTensor {
    /// The same elements in another shape; one size may be −1 and is worked out.
    public func reshaped(_ shape: Shape) -> TracedTensor {
        if isFailed || shape == self.shape { return self }
        guard let open = shape.dimensions.firstIndex(of: -1) else { return trace.append(.reshape(shape), [self]) }
        var sizes = shape.dimensions
        sizes[open] = 1
        let known = Shape(sizes).count
        sizes[open] = known > 0 ? self.shape.count / known : 0
        return trace.append(.reshape(Shape(sizes)), [self])
    }

    /// All axes but the first as one.
    public func flattened() -> TracedTensor {
        rank < 1
            ? reshaped([1]) : reshaped(Shape([shape.dimensions[0], Shape(Array(shape.dimensions.dropFirst())).count]))
    }

    /// Axis `i` of the result is axis `permutation[i]` of this tensor.
    public func transposed(_ permutation: [Int]) -> TracedTensor {
        permutation == Array(0..<rank) || isFailed ? self : trace.append(.transpose(permutation), [self])
    }

    /// This tensor repeated to `shape`, as NumPy broadcasts: its axes are the last ones of `shape`.
    public func broadcast(to shape: Shape) -> TracedTensor {
        if isFailed || shape == self.shape { return self }
        guard shape.rank >= rank else {
            trace.fail("broadcast of \(self.shape) to \(shape): the result has fewer axes")
            return trace.failed
        }
        return trace.append(.broadcast(shape, axes: Array(shape.rank - rank..<shape.rank)), [self])
    }

    /// This tensor, which lacks `axes` of `shape`, repeated along them: the transposition of a sum.
    package func spread(over axes: [Int], of shape: Shape) -> TracedTensor {
        if isFailed || axes.isEmpty { return self }
        return trace.append(.broadcast(shape, axes: (0..<shape.rank).filter { !axes.contains($0) }), [self])
    }

    /// A new axis of size 1 in front of axis `axis`; −1 puts it last.
    public func expandingDimensions(at axis: Int) -> TracedTensor {
        if isFailed { return self }
        let index = axis < 0 ? axis + rank + 1 : axis
        guard index >= 0, index <= rank else {
            trace.fail("a new axis at \(axis) of a tensor of shape \(shape): there is no such place")
            return trace.failed
        }
        var sizes = shape.dimensions
        sizes.insert(1, at: index)
        return reshaped(Shape(sizes))
    }

    /// The elements from `starts` to before `limits`, in steps of `strides`, along each axis.
    public func sliced(_ bounds: SliceBounds) -> TracedTensor {
        let isWhole =
            bounds.limits == shape.dimensions && bounds.starts.allSatisfy { $0 == 0 }
            && bounds.strides.allSatisfy { $0 == 1 }
        return isWhole || isFailed ? self : trace.append(.slice(bounds), [self])
    }

    /// The elements `range` along one axis.
    public func sliced(axis: Int, _ range: Range<Int>) -> TracedTensor {
        let index = index(ofAxis: axis)
        if trace.failure != nil { return trace.failed }
        var bounds = SliceBounds(
            starts: shape.dimensions.map { _ in 0 }, limits: shape.dimensions, strides: shape.dimensions.map { _ in 1 })
        bounds.starts[index] = range.lowerBound
        bounds.limits[index] = range.upperBound
        return sliced(bounds)
    }

    /// Cut into `count` equal parts along one axis.
    public func split(_ count: Int, axis: Int) -> [TracedTensor] {
        let size = dimension(axis)
        guard count > 0, size % count == 0 else {
            trace.fail("\(size) elements along axis \(axis) of \(shape) do not split into \(count) equal parts")
            // No more than a caller may index: a count from a file could be too large to allocate.
            return Array(repeating: trace.failed, count: Swift.min(Swift.max(0, count), 1 << 20))
        }
        let part = size / count
        return (0..<count).map { sliced(axis: axis, $0 * part..<($0 + 1) * part) }
    }

    /// The tensor with `value` around and between its elements, as many for each axis as `amounts` say.
    public func padded(_ amounts: [PadAmount], value: Double = 0) -> TracedTensor {
        isFailed || amounts.allSatisfy { $0 == PadAmount() } && amounts.count == rank
            ? self : trace.append(.pad(amounts, value: value), [self])
    }

    /// The elements in the opposite order along each of `axes`.
    public func reversed(axes: [Int]) -> TracedTensor {
        isFailed || axes.isEmpty ? self : trace.append(.reverse(axes: axes.map(index(ofAxis:))), [self])
    }

    /// One after the other along `axis`, which may be negative.
    public static func concatenated(_ tensors: [TracedTensor], axis: Int) -> TracedTensor? {
        guard let first = tensors.first else { return nil }
        let home = tensors.reduce(first.trace) { $1.trace.isInside($0) ? $1.trace : $0 }
        return tensors.count == 1 ? first : home.append(.concatenate(axis: first.index(ofAxis: axis)), tensors)
    }

    /// The elements that `indices` (int32) name by `rule`.
    public func gathered(_ indices: TracedTensor, _ rule: GatherRule) -> TracedTensor {
        trace.append(.gather(rule), [self, indices])
    }

    /// Zeros with `size` elements along the rule's axis, to which these updates are added where `indices` say.
    public func scatterAdded(_ indices: TracedTensor, _ rule: GatherRule, size: Int) -> TracedTensor {
        trace.append(.scatterAdd(rule, size: size), [indices, self])
    }
}
