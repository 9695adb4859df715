extension Tensor {
    /// Tensors put one after the other along `axis`. Their other sizes must be equal; different element types become
    /// the common one of ``ElementType/promoted(with:)``.
    public static func concatenated(_ tensors: [Tensor], axis: Int = 0) throws -> Tensor {
        guard let first = tensors.first else { throw TensorError("concatenated: no tensors were given") }
        let axis = try first.shape.checkedAxis(axis, of: "concatenated")
        var sizes = first.shape.dimensions
        for (index, tensor) in tensors.enumerated().dropFirst() {
            var other = tensor.shape.dimensions
            if other.count == sizes.count { other[axis] = sizes[axis] }
            guard other == sizes else {
                throw TensorError(
                    "concatenated: tensor \(index) of the shape \(tensor.shape) does not go with \(first.shape): all sizes but that of axis \(axis) must be equal"
                )
            }
        }
        sizes[axis] = tensors.reduce(0) { $0 + $1.shape.dimensions[axis] }
        let type = tensors.dropFirst().reduce(first.elementType) {
            $0 == $1.elementType ? $0 : $0.promoted(with: $1.elementType)
        }
        let shape = Shape(sizes)
        try shape.checkAllocatable(as: type, for: "concatenated")
        let joined = Concatenation(
            outer: Shape(Array(sizes[..<axis])).count,
            blocks: tensors.map { Shape(Array($0.shape.dimensions[axis...])).count })
        let storages = tensors.map { $0.converted(to: type).storage }
        return Tensor(shape: shape, storage: Storage.combined(storages, by: joined))
    }

    /// Tensors of one shape put side by side along a new axis.
    public static func stacked(_ tensors: [Tensor], axis: Int = 0) throws -> Tensor {
        guard let first = tensors.first else { throw TensorError("stacked: no tensors were given") }
        if let odd = tensors.firstIndex(where: { $0.shape != first.shape }) {
            throw TensorError(
                "stacked: tensor \(odd) has the shape \(tensors[odd].shape), tensor 0 has \(first.shape): they must be equal"
            )
        }
        let place = axis < 0 ? axis + first.rank + 1 : axis
        guard place >= 0, place <= first.rank else {
            throw TensorError(
                "stacked: tensors of the shape \(first.shape) take a new axis at \(-first.rank - 1)...\(first.rank), not at \(axis)"
            )
        }
        return try concatenated(tensors.map { try $0.expandingDimensions(at: place) }, axis: place)
    }

    /// Each place along `axis` `count` times in a row, as NumPy's `repeat`.
    public func repeated(_ count: Int, axis: Int) throws -> Tensor {
        let place = try shape.checkedAxis(axis, of: "repeated")
        guard count >= 0, count <= Shape.largestSize else {
            throw TensorError("repeated: \(count) times is not possible")
        }
        var sizes = shape.dimensions
        var view = StridedView(shape)
        view.axes.insert(StridedView.Axis(count: count, step: 0), at: place + 1)
        sizes[place] *= count
        try Shape(sizes).checkAllocatable(as: elementType, for: "repeated")
        return Tensor(shape: Shape(sizes), storage: storage.transformed(by: StridedCopy(view)))
    }
}

/// `outer` times a block of each array in turn.
private struct Concatenation: ArrayCombination {
    var outer: Int
    var blocks: [Int]

    func callAsFunction<Element>(_ arrays: [[Element]]) -> [Element] {
        let total = arrays.reduce(0) { $0 + $1.count }
        guard total > 0 else { return [] }
        var result: [Element] = []
        result.reserveCapacity(total)
        for index in 0..<outer {
            for (array, block) in zip(arrays, blocks) { result += array[index * block..<(index + 1) * block] }
        }
        return result
    }
}
