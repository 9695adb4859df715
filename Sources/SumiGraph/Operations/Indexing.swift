import SumiTensor

/// Which element an index names.
public enum GatherRule: Hashable, Sendable {
    /// Indices have the values' shape but along `axis`: `y[i, j, k] = x[i, indices[i, j, k], k]`.
    case elements(axis: Int)
    /// Indices of any shape name whole slices: `y[i, J…, k] = x[i, indices[J…], k]`.
    case slices(axis: Int)

    func gatherType(_ x: TensorType, _ indices: TensorType) throws(ShapeError) -> TensorType {
        func message() -> String { "gather \(self) of \(x) by \(indices)" }
        guard indices.elementType == .int32 else { throw ShapeError("\(message()): indices are int32") }
        switch self {
        case .elements(let axis):
            try checkAxis(axis, x.shape, message)
            var expected = x.shape.dimensions
            if indices.shape.rank == expected.count { expected[axis] = indices.shape.dimensions[axis] }
            guard indices.shape.dimensions == expected else {
                throw ShapeError("\(message()): all axes but \(axis) must agree")
            }
            return TensorType(indices.shape, x.elementType)
        case .slices(let axis):
            try checkAxis(axis, x.shape, message)
            let sizes = x.shape.dimensions[..<axis] + indices.shape.dimensions + x.shape.dimensions[(axis + 1)...]
            guard Shape(Array(sizes)).isValid else { throw ShapeError("\(message()): too large") }
            return TensorType(Shape(Array(sizes)), x.elementType)
        }
    }

    func scatterType(_ indices: TensorType, _ updates: TensorType, _ size: Int) throws(ShapeError) -> TensorType {
        func message() -> String { "scatterAdd \(self) of \(updates) by \(indices)" }
        guard indices.elementType == .int32 else { throw ShapeError("\(message()): indices are int32") }
        var sizes = updates.shape.dimensions
        switch self {
        case .elements(let axis):
            try checkAxis(axis, updates.shape, message)
            guard indices.shape == updates.shape else { throw ShapeError("\(message()): both must have one shape") }
            sizes[axis] = size
        case .slices(let axis):
            let end = axis + indices.shape.rank
            guard axis >= 0, end <= sizes.count, Array(sizes[axis..<end]) == indices.shape.dimensions else {
                throw ShapeError("\(message()): the updates' axes from \(axis) on must be those of the indices")
            }
            sizes.replaceSubrange(axis..<end, with: [size])
        }
        guard Shape(sizes).isValid else { throw ShapeError("\(message()): too large") }
        return TensorType(Shape(sizes), updates.elementType)
    }

    private func checkAxis(_ axis: Int, _ shape: Shape, _ message: () -> String) throws(ShapeError) {
        guard axis >= 0, axis < shape.rank else { throw ShapeError("\(message()): there is no axis \(axis)") }
    }

    var axis: Int {
        switch self {
        case .elements(let axis), .slices(let axis): axis
        }
    }
}

extension GatherRule: CustomStringConvertible {
    public var description: String {
        switch self {
        case .elements(let axis): "elements along \(axis)"
        case .slices(let axis): "slices along \(axis)"
        }
    }
}
