// NaN is both the smallest and the largest, as in NumPy, so that it is not overlooked.
extension Tensor {
    /// The smallest element over the axes, in the tensor's type.
    ///
    /// - Throws: ``TensorError`` for an axis that does not exist, or where there are no elements to choose from.
    public func min(axes: [Int]? = nil, keepingDimensions: Bool = false) throws -> Tensor {
        try extreme(axes, keepingDimensions, "min", .smallest).values
    }

    /// The same over one axis.
    public func min(axis: Int, keepingDimensions: Bool = false) throws -> Tensor {
        try min(axes: [axis], keepingDimensions: keepingDimensions)
    }

    /// The largest element over the axes, in the tensor's type.
    ///
    /// - Throws: ``TensorError`` for an axis that does not exist, or where there are no elements to choose from.
    public func max(axes: [Int]? = nil, keepingDimensions: Bool = false) throws -> Tensor {
        try extreme(axes, keepingDimensions, "max", .largest).values
    }

    /// The same over one axis.
    public func max(axis: Int, keepingDimensions: Bool = false) throws -> Tensor {
        try max(axes: [axis], keepingDimensions: keepingDimensions)
    }

    /// The place of the first smallest element along `axis`, as `int32`; without an axis, its place in row-major order.
    public func argMin(axis: Int? = nil, keepingDimensions: Bool = false) throws -> Tensor {
        try extreme(axis.map { [$0] }, keepingDimensions, "argMin", .smallest).places
    }

    /// The place of the first largest element along `axis`, as `int32`; without an axis, its place in row-major order.
    public func argMax(axis: Int? = nil, keepingDimensions: Bool = false) throws -> Tensor {
        try extreme(axis.map { [$0] }, keepingDimensions, "argMax", .largest).places
    }

    /// Whether any element over the axes is true (not 0), as `bool`.
    public func any(axes: [Int]? = nil, keepingDimensions: Bool = false) throws -> Tensor {
        try truth(axes, keepingDimensions, "any", start: false) { $0 || $1 }
    }

    /// The same over one axis.
    public func any(axis: Int, keepingDimensions: Bool = false) throws -> Tensor {
        try any(axes: [axis], keepingDimensions: keepingDimensions)
    }

    /// Whether every element over the axes is true (not 0), as `bool`.
    public func all(axes: [Int]? = nil, keepingDimensions: Bool = false) throws -> Tensor {
        try truth(axes, keepingDimensions, "all", start: true) { $0 && $1 }
    }

    /// The same over one axis.
    public func all(axis: Int, keepingDimensions: Bool = false) throws -> Tensor {
        try all(axes: [axis], keepingDimensions: keepingDimensions)
    }

    private func extreme(
        _ axes: [Int]?, _ keeping: Bool, _ operation: String, _ direction: Extreme
    ) throws -> (values: Tensor, places: Tensor) {
        let (tensor, reduction) = try prepared(axes: axes, keepingDimensions: keeping, for: operation)
        guard reduction.count > 0 || reduction.shape.count == 0 else {
            throw TensorError("\(operation): the shape \(shape) has no elements to choose from")
        }
        let (values, places) =
            switch tensor.storage {
            case .uint8(let values): direction.find(values, reduction)
            case .int32(let values): direction.find(values, reduction)
            case .float32(let values): direction.find(values, reduction)
            default: direction.find(tensor.doubles, reduction)
            }
        let best = Tensor(shape: reduction.shape, storage: values).converted(to: elementType)
        return (best, Tensor(shape: reduction.shape, storage: .int32(places)))
    }

    private func truth(
        _ axes: [Int]?, _ keeping: Bool, _ operation: String, start: Bool, _ combine: (Bool, Bool) -> Bool
    ) throws -> Tensor {
        let (tensor, reduction) = try prepared(axes: axes, keepingDimensions: keeping, for: operation)
        let values = reduction.fold(tensor.elements(of: Bool.self), start: start) { result, value, _ in
            result = combine(result, value)
        }
        return Tensor(shape: reduction.shape, storage: .bool(values))
    }
}

private enum Extreme {
    case smallest, largest

    /// The first extreme element of each group and its place in the group.
    @inline(__always)
    func find<Element: ArithmeticElement>(
        _ values: [Element], _ reduction: Reduction
    ) -> (Tensor.Storage, [Int32]) {
        guard let any = values.first else { return (Element.storage([]), []) }
        let start: (value: Element, place: Int32) = (any, -1)
        let isSmallest = self == .smallest
        let best = reduction.fold(values, start: start) { best, value, index in
            let isBetter = isSmallest ? value < best.value : value > best.value
            if isBetter || best.place < 0 || value.isNotANumber && !best.value.isNotANumber {
                best = (value, Int32(truncatingIfNeeded: index))
            }
        }
        return (Element.storage(best.map(\.value)), best.map(\.place))
    }
}
