extension Tensor {
    /// The only element of a tensor that has one, of any shape.
    ///
    /// - Throws: ``TensorError`` where there are none or several.
    public var scalar: Double {
        get throws { try scalar(as: Double.self) }
    }

    /// The only element of a tensor that has one, converted as ``converted(to:)`` does.
    public func scalar<Scalar: TensorScalar>(as type: Scalar.Type) throws -> Scalar {
        guard count == 1, let value = scalars(as: type).first else {
            throw TensorError("scalar: the tensor of the shape \(shape) has \(count) elements, not one")
        }
        return value
    }
}
