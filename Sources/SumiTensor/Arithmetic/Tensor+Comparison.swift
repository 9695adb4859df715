// The dotted operators compare element by element, as those of Swift's SIMD vectors do; `==` tells whether two
// tensors are equal as a whole.
extension Tensor {
    /// Where the elements are equal: a `bool` tensor. Shapes as in `+`.
    public static func .== (left: Tensor, right: Tensor) throws -> Tensor { try left.compared(.equal, right) }
    /// Where the elements are different: a `bool` tensor. Shapes as in `+`.
    public static func .!= (left: Tensor, right: Tensor) throws -> Tensor { try left.compared(.notEqual, right) }
    /// Where the left elements are less: a `bool` tensor. Shapes as in `+`.
    public static func .< (left: Tensor, right: Tensor) throws -> Tensor { try left.compared(.less, right) }
    /// Where the left elements are less or equal: a `bool` tensor. Shapes as in `+`.
    public static func .<= (left: Tensor, right: Tensor) throws -> Tensor { try left.compared(.lessOrEqual, right) }
    /// Where the left elements are greater: a `bool` tensor. Shapes as in `+`.
    public static func .> (left: Tensor, right: Tensor) throws -> Tensor { try right.compared(.less, left) }
    /// Where the left elements are greater or equal: a `bool` tensor. Shapes as in `+`.
    public static func .>= (left: Tensor, right: Tensor) throws -> Tensor { try right.compared(.lessOrEqual, left) }

    /// Where the elements are equal to a number: a `bool` tensor.
    public static func .== (left: Tensor, right: some TensorScalar) -> Tensor { left.compared(.equal, scalar: right) }
    /// Where the elements are different from a number: a `bool` tensor.
    public static func .!= (left: Tensor, right: some TensorScalar) -> Tensor {
        left.compared(.notEqual, scalar: right)
    }
    /// Where the elements are less than a number: a `bool` tensor.
    public static func .< (left: Tensor, right: some TensorScalar) -> Tensor { left.compared(.less, scalar: right) }
    /// Where the elements are less or equal to a number: a `bool` tensor.
    public static func .<= (left: Tensor, right: some TensorScalar) -> Tensor {
        left.compared(.lessOrEqual, scalar: right)
    }
    /// Where the elements are greater than a number: a `bool` tensor.
    public static func .> (left: Tensor, right: some TensorScalar) -> Tensor { left.compared(.greater, scalar: right) }
    /// Where the elements are greater or equal to a number: a `bool` tensor.
    public static func .>= (left: Tensor, right: some TensorScalar) -> Tensor {
        left.compared(.greaterOrEqual, scalar: right)
    }

    /// Where both are true (not 0). Shapes as in `+`.
    public static func .& (left: Tensor, right: Tensor) throws -> Tensor {
        try left.converted(to: .bool).combinedTruth(right) { $0 && $1 }
    }
    /// Where one or both are true (not 0).
    public static func .| (left: Tensor, right: Tensor) throws -> Tensor {
        try left.converted(to: .bool).combinedTruth(right) { $0 || $1 }
    }
    /// Where one but not both are true (not 0).
    public static func .^ (left: Tensor, right: Tensor) throws -> Tensor {
        try left.converted(to: .bool).combinedTruth(right) { $0 != $1 }
    }
    /// Where it is not true (is 0).
    public static prefix func .! (tensor: Tensor) -> Tensor { tensor.compared(.equal, scalar: 0) }

    /// Whether both have one shape and their elements differ by no more than
    /// `absoluteTolerance + relativeTolerance · |other|`, as NumPy's `allclose`. NaN is equal to nothing.
    public func isApproximatelyEqual(
        to other: Tensor, relativeTolerance: Double = 1e-5, absoluteTolerance: Double = 1e-8
    ) -> Bool {
        guard shape == other.shape else { return false }
        return zip(doubles, other.doubles).allSatisfy { own, other in
            own == other
                || (own - other).magnitude <= absoluteTolerance + relativeTolerance * other.magnitude
                    && other.isFinite
        }
    }
}

private enum Comparison: String {
    case equal = ".==", notEqual = ".!=", less = ".<", lessOrEqual = ".<=", greater = ".>", greaterOrEqual = ".>="

    func callAsFunction<Element: Comparable>(_ left: [Element], _ right: [Element]) -> [Bool] {
        switch self {
        case .equal: left.zipped(right) { $0 == $1 }
        case .notEqual: left.zipped(right) { $0 != $1 }
        case .less: left.zipped(right) { $0 < $1 }
        case .lessOrEqual: left.zipped(right) { $0 <= $1 }
        case .greater: left.zipped(right) { $0 > $1 }
        case .greaterOrEqual: left.zipped(right) { $0 >= $1 }
        }
    }
}

extension Array {
    /// `operation` on the elements side by side; an array of one element goes with every element of the other.
    @inline(__always)
    fileprivate func zipped(_ other: [Element], _ operation: (Element, Element) -> Bool) -> [Bool] {
        if other.count == 1 {
            let single = other[0]
            return mapped { operation($0, single) }
        }
        return indices.map { operation(self[$0], other[$0]) }
    }
}

extension Tensor {
    private func compared(_ comparison: Comparison, _ other: Tensor) throws -> Tensor {
        let (left, right) = try paired(other, for: comparison.rawValue)
        let values: [Bool]
        switch (left.storage, right.storage) {
        case (.uint8(let left), .uint8(let right)): values = comparison(left, right)
        case (.int32(let left), .int32(let right)): values = comparison(left, right)
        case (.float32(let left), .float32(let right)): values = comparison(left, right)
        // Double holds every element of every type exactly.
        default: values = comparison(left.doubles, right.doubles)
        }
        return Tensor(shape: left.shape, storage: .bool(values))
    }

    private func compared(_ comparison: Comparison, scalar: some TensorScalar) -> Tensor {
        // As in NumPy a Swift number takes the tensor's floating-point type: 0.1 equals a float32 0.1.
        let value = elementType.computed == .float32 ? Double(Float(scalar.scalarValue)) : scalar.scalarValue
        let values =
            switch storage {
            case .float32(let values): comparison(values, [Float(value)])
            case .uint8(let values) where UInt8(exactly: value) != nil: comparison(values, [UInt8(value)])
            default: comparison(doubles, [value])
            }
        return Tensor(shape: shape, storage: .bool(values))
    }

    private func combinedTruth(_ other: Tensor, _ operation: (Bool, Bool) -> Bool) throws -> Tensor {
        let (left, right) = try paired(other, for: "logical operation")
        let others = right.elements(of: Bool.self)
        let values = left.elements(of: Bool.self).enumerated().map {
            operation($1, others[others.count == 1 ? 0 : $0])
        }
        return Tensor(shape: left.shape, storage: .bool(values))
    }

    /// Both tensors repeated to their common shape; the second may be left a single element.
    private func paired(_ other: Tensor, for operation: String) throws -> (Tensor, Tensor) {
        guard let shape = shape.broadcast(with: other.shape) else {
            throw TensorError(
                "\(operation): the shapes \(self.shape) and \(other.shape) do not fit: counted from the last, axes must be equally long or one of them 1"
            )
        }
        try shape.checkAllocatable(as: .bool, for: operation)
        return (broadcastUnchecked(to: shape), other.count == 1 ? other : other.broadcastUnchecked(to: shape))
    }
}
