extension Tensor {
    /// The number of axes.
    public var rank: Int { shape.rank }

    /// The same elements in row-major order under another shape. One size may be -1: it is what the others leave.
    ///
    /// - Throws: ``TensorError`` where the number of elements differs.
    public func reshaped(_ shape: Shape) throws -> Tensor {
        let sizes = shape.dimensions
        let known = Shape(sizes.filter { $0 != -1 })
        let open = sizes.indices.filter { sizes[$0] == -1 }
        guard open.count <= 1, known.dimensions.allSatisfy({ $0 >= 0 }) else {
            throw TensorError("reshaped: \(shape) must hold sizes of 0 or more and at most one -1")
        }
        var resolved = sizes
        if let axis = open.first, known.count > 0 { resolved[axis] = count / known.count }
        guard !resolved.contains(-1), Shape(resolved).count == count else {
            throw TensorError(
                "reshaped: \(count) elements of the shape \(self.shape) cannot take the shape \(shape)"
                    + (open.isEmpty ? ", which has \(shape.count)" : ": \(count) is no multiple of \(known.count)"))
        }
        try Shape(resolved).checkSizes(for: "reshaped")
        return Tensor(shape: Shape(resolved), storage: storage)
    }

    /// The same, size by size: `x.reshaped(60000, 28, 28, 1)`.
    public func reshaped(_ sizes: Int...) throws -> Tensor { try reshaped(Shape(sizes)) }

    /// The same elements with a new axis of size 1 at `axis`, as NumPy's `expand_dims`; -1 is after the last.
    public func expandingDimensions(at axis: Int) throws -> Tensor {
        var sizes = shape.dimensions
        let place = axis < 0 ? axis + rank + 1 : axis
        guard place >= 0, place <= rank else {
            throw TensorError(
                "expandingDimensions: the shape \(shape) takes a new axis at \(-rank - 1)...\(rank), not at \(axis)")
        }
        sizes.insert(1, at: place)
        return Tensor(shape: Shape(sizes), storage: storage)
    }

    /// The same elements without the axes of size 1.
    public func squeezed() -> Tensor {
        Tensor(shape: Shape(shape.dimensions.filter { $0 != 1 }), storage: storage)
    }

    /// The same elements without `axis`, whose size must be 1.
    public func squeezed(at axis: Int) throws -> Tensor {
        let place = try shape.checkedAxis(axis, of: "squeezed")
        var sizes = shape.dimensions
        guard sizes[place] == 1 else {
            throw TensorError("squeezed: axis \(axis) of the shape \(shape) has \(sizes[place]) places, not 1")
        }
        sizes.remove(at: place)
        return Tensor(shape: Shape(sizes), storage: storage)
    }

    /// The elements along one axis, in row-major order.
    public func flattened() -> Tensor { Tensor(shape: [count], storage: storage) }

    /// The axes in the opposite order.
    public func transposed() -> Tensor { permuted(Array((0..<rank).reversed())) }

    /// The axes in another order: axis `i` of the result is axis `axes[i]` of this tensor.
    public func transposed(_ axes: [Int]) throws -> Tensor {
        guard try shape.checkedAxes(axes, of: "transposed").count == rank else {
            throw TensorError("transposed: \(axes) must name each of the \(rank) axes of the shape \(shape) once")
        }
        return permuted(try axes.map { try shape.checkedAxis($0) })
    }

    /// Two axes exchanged.
    public func swappingAxes(_ first: Int, _ second: Int) throws -> Tensor {
        var axes = Array(0..<rank)
        axes.swapAt(try shape.checkedAxis(first, of: "swappingAxes"), try shape.checkedAxis(second, of: "swappingAxes"))
        return permuted(axes)
    }

    /// The places along `axis` in the opposite order.
    public func flipped(axis: Int) throws -> Tensor {
        let place = try shape.checkedAxis(axis, of: "flipped")
        var view = StridedView(shape)
        view.offset = view.axes[place].step * Swift.max(view.axes[place].count - 1, 0)
        view.axes[place].step.negate()
        return Tensor(shape: shape, storage: storage.transformed(by: StridedCopy(view)))
    }

    /// The elements repeated along axes of size 1, and along new axes in front, to `shape`.
    public func broadcast(to shape: Shape) throws -> Tensor {
        guard self.shape.broadcast(with: shape) == shape else {
            throw TensorError("broadcast: \(self.shape) cannot be repeated to \(shape)")
        }
        try shape.checkAllocatable(as: elementType, for: "broadcast")
        return broadcastUnchecked(to: shape)
    }

    /// Elements of `value` around the tensor: for each axis, how many before and how many after, as NumPy's `pad`.
    public func padded(_ amounts: [(before: Int, after: Int)], value: some TensorScalar = 0) throws -> Tensor {
        guard amounts.count == rank, amounts.allSatisfy({ $0.before >= 0 && $0.after >= 0 }) else {
            throw TensorError(
                "padded: \(amounts.map { [$0.before, $0.after] }) must hold two numbers of 0 or more for each axis of the shape \(shape)"
            )
        }
        let sizes = try zip(shape.dimensions, amounts).map { size, amount in
            let (sum, overflow) = amount.before.addingReportingOverflow(amount.after)
            guard !overflow, sum <= Shape.largestSize else { throw TensorError("padded: \(amount) is too much") }
            return size + sum
        }
        var result = try Tensor.full(Shape(sizes), value, as: elementType)
        var view = StridedView(result.shape)
        for axis in view.axes.indices {
            view.offset += view.axes[axis].step * amounts[axis].before
            view.axes[axis].count = shape.dimensions[axis]
        }
        result.storage.mutate(by: StridedAssignment(view), from: storage)
        return result
    }

    package func broadcastUnchecked(to shape: Shape) -> Tensor {
        if shape == self.shape { return self }
        let view = StridedView(self.shape).broadcast(to: shape)
        return Tensor(shape: shape, storage: storage.transformed(by: StridedCopy(view)))
    }

    /// `axes` must name each axis once, counted from the front.
    package func permuted(_ axes: [Int]) -> Tensor {
        let whole = StridedView(shape)
        let view = StridedView(axes: axes.map { whole.axes[$0] })
        return Tensor(shape: view.shape, storage: storage.transformed(by: StridedCopy(view)))
    }
}

extension Tensor {
    /// The parts along the first axis in `range`, which must lie within it.
    package func rows(_ range: Range<Int>) -> Tensor {
        var view = StridedView(shape)
        view.offset = range.lowerBound * view.axes[0].step
        view.axes[0].count = range.count
        return Tensor(shape: view.shape, storage: storage.transformed(by: StridedCopy(view)))
    }
}
