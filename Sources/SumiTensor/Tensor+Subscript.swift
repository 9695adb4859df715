extension Tensor {
    /// The part of the tensor that the indices select, one for each axis from the first; see ``TensorIndex``.
    ///
    /// - Throws: ``TensorError`` for a place outside, or more indices than axes.
    public subscript(indices: any TensorIndex...) -> Tensor {
        get throws { try selecting(indices.map(\.selection)) }
    }

    /// The same, after all axes that are not spoken of: `x[..., 0]`.
    public subscript(all: UnboundedRange, indices: any TensorIndex...) -> Tensor {
        get throws { try selecting([.remaining] + indices.map(\.selection)) }
    }

    /// The same, with all axes in between that are not spoken of: `x[0, ..., 0]`.
    public subscript(first: any TensorIndex, all: UnboundedRange, indices: any TensorIndex...) -> Tensor {
        get throws { try selecting([first.selection, .remaining] + indices.map(\.selection)) }
    }

    /// Replaces the part that the indices select, as `x[i, j] = value` does in NumPy.
    ///
    /// `value` is repeated along its axes of size 1 where the part is larger, and converted to the tensor's type.
    ///
    /// - Throws: ``TensorError`` for a place outside, more indices than axes, or a value that does not fit.
    public mutating func set(_ value: Tensor, at indices: any TensorIndex...) throws {
        try set(value, at: indices.map(\.selection))
    }

    /// Sets every element of the part that the indices select to `value`.
    public mutating func set(_ value: some TensorScalar, at indices: any TensorIndex...) throws {
        let value = Tensor(shape: [], doubles: [value.scalarValue], elementType: elementType)
        try set(value, at: indices.map(\.selection))
    }

    /// The parts along `axis` at the places of `indices`, in their order, as NumPy's `take`.
    public func take(_ indices: [Int], axis: Int = 0) throws -> Tensor {
        let axis = try shape.checkedAxis(axis, of: "take")
        let before = [TensorSelection](repeating: .range(start: nil, end: nil), count: axis)
        return try selecting(before + [.places(indices)])
    }

    /// The first `count` parts along the first axis, all of them if there are no more; none for a count below 1.
    public func prefix(_ count: Int) throws -> Tensor { try self[0..<Swift.max(count, 0)] }

    private mutating func set(_ value: Tensor, at selections: [TensorSelection]) throws {
        let view = try view(selections)
        guard let shape = value.shape.broadcast(with: view.shape), shape == view.shape else {
            throw TensorError(
                "set: a value of the shape \(value.shape) does not fit the selected part, whose shape is \(view.shape)")
        }
        let filled = StridedCopy(StridedView(value.shape).broadcast(to: shape))
        let source = value.converted(to: elementType).storage.transformed(by: filled)
        storage.mutate(by: StridedAssignment(view), from: source)
    }

    private func selecting(_ selections: [TensorSelection]) throws -> Tensor {
        let view = try view(selections)
        try view.shape.checkAllocatable(as: elementType, for: "subscript")
        return Tensor(shape: view.shape, storage: storage.transformed(by: StridedCopy(view)))
    }

    /// The view of this tensor that `selections` describe.
    private func view(_ selections: [TensorSelection]) throws -> StridedView {
        let selections = try completed(selections)
        let strides = shape.strides
        var view = StridedView(axes: [])
        var axis = 0
        for selection in selections {
            switch selection {
            case .place(let index):
                view.offset += try place(index, axis: axis) * strides[axis]
            case .range(let start, let end, let step):
                let (first, count) = try Self.cut(start, end, step: step, size: shape.dimensions[axis])
                view.offset += first * strides[axis]
                // A step that is never made may be any number.
                view.axes.append(StridedView.Axis(count: count, step: count > 1 ? step * strides[axis] : 0))
            case .steps(let indices):
                let table = try Self.array(indices) { try place($0, axis: axis) * strides[axis] }
                view.axes.append(StridedView.Axis(table: table))
            case .places(let indices):
                let table = try indices.map { try place($0, axis: axis) * strides[axis] }
                view.axes.append(StridedView.Axis(table: table))
            case .mask(let mask):
                view.axes.append(StridedView.Axis(table: try places(of: mask, axis: axis, step: strides)))
            case .newAxis:
                view.axes.append(StridedView.Axis(count: 1, step: 0))
            case .remaining: break  // `completed` has replaced it.
            }
            axis += selection.axes
        }
        return view
    }

    /// `selections` with one for every axis: what is not spoken of is taken whole.
    private func completed(_ selections: [TensorSelection]) throws -> [TensorSelection] {
        let spoken = selections.reduce(0) { $0 + $1.axes }
        guard spoken <= shape.rank else {
            throw TensorError("\(spoken) indices for the shape \(shape), which has \(shape.rank) axes")
        }
        guard selections.count(where: \.isList) <= 1 else {
            throw TensorError("only one axis at a time can be selected by a list or a mask: select one after the other")
        }
        let rest = [TensorSelection](repeating: .range(start: nil, end: nil), count: shape.rank - spoken)
        let gaps = selections.indices.filter { if case .remaining = selections[$0] { true } else { false } }
        guard gaps.count <= 1 else { throw TensorError("`...` can stand only once between the brackets of a tensor") }
        guard let gap = gaps.first else { return selections + rest }
        return selections[..<gap] + rest + selections[(gap + 1)...]
    }

    private func place(_ index: Int, axis: Int) throws -> Int {
        let size = shape.dimensions[axis]
        let place = index < 0 ? index + size : index
        guard place >= 0, place < size else {
            throw TensorError(
                "index \(index) is outside of axis \(axis) of the shape \(shape): "
                    + (size == 0 ? "the axis is empty" : "allowed are \(-size)...\(size - 1)"))
        }
        return place
    }

    /// The first place and the number of places of a range cut to `size`.
    private static func cut(_ start: Int?, _ end: Int?, step: Int, size: Int) throws -> (first: Int, count: Int) {
        guard step != 0 else { throw TensorError("a slice cannot have the step 0") }
        // Going backwards the end, which is not part of the slice, may lie before the first place.
        let limits = step > 0 ? 0...size : -1...(size - 1)
        func bound(_ value: Int) -> Int {
            Swift.min(Swift.max(value < 0 ? value + size : value, limits.lowerBound), limits.upperBound)
        }
        let first = start.map(bound) ?? (step > 0 ? limits.lowerBound : limits.upperBound)
        let last = end.map(bound) ?? (step > 0 ? limits.upperBound : limits.lowerBound)
        let distance = step > 0 ? last - first : first - last
        guard distance > 0 else { return (0, 0) }
        return (first, 1 + (distance - 1) / Int(clamping: step.magnitude))
    }

    private func places(of mask: Tensor, axis: Int, step strides: [Int]) throws -> [Int] {
        let covered = Array(shape.dimensions[axis..<(axis + mask.shape.rank)])
        guard mask.shape.rank > 0, mask.shape.dimensions == covered else {
            throw TensorError(
                "a mask of the shape \(mask.shape) does not fit the axes it stands for, of the shape \(Shape(covered))")
        }
        // The covered axes lie in a row: their places are the last one's step apart.
        let step = strides[axis + mask.shape.rank - 1]
        return mask.elements(of: Bool.self).enumerated().compactMap { $1 ? $0 * step : nil }
    }

    /// Stops at the first error, so that an endless stride ends at the first place outside.
    private static func array(_ indices: any Sequence<Int>, place: (Int) throws -> Int) throws -> [Int] {
        var places: [Int] = []
        for index in indices { places.append(try place(index)) }
        return places
    }
}

extension TensorSelection {
    /// How many axes of the tensor it speaks of.
    fileprivate var axes: Int {
        switch self {
        case .place, .range, .steps, .places: 1
        case .mask(let mask): mask.shape.rank
        case .newAxis, .remaining: 0
        }
    }

    fileprivate var isList: Bool {
        switch self {
        case .places, .mask: true
        case .place, .range, .steps, .newAxis, .remaining: false
        }
    }
}
