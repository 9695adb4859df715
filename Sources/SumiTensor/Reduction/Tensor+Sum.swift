// Sums are formed in Double, whatever the tensor's type. `axes: nil` takes all elements together; negative axes count
// from the end; with `keepingDimensions` a reduced axis stays with size 1, so that the result goes with the tensor.
extension Tensor {
    /// The sum over the axes; 0 of nothing. Floating point keeps its type, `uint32` too; other whole numbers and counts of
    /// `bool` are `int32`.
    ///
    /// - Throws: ``TensorError`` for an axis that does not exist, or a sum of whole numbers beyond the result's type.
    public func sum(axes: [Int]? = nil, keepingDimensions: Bool = false) throws -> Tensor {
        let (sums, shape) = try summed(axes, keepingDimensions, for: "sum")
        let type: ElementType = elementType.isFloatingPoint || elementType == .uint32 ? elementType.computed : .int32
        if !type.isFloatingPoint {
            let limits = type == .uint32 ? 0...Double(UInt32.max) : Double(Int32.min)...Double(Int32.max)
            if let large = sums.first(where: { !limits.contains($0) }) {
                throw TensorError(
                    "sum: \(large) does not fit \(type), the type of a sum of \(elementType): convert the tensor to .float64 first"
                )
            }
        }
        return Tensor(shape: shape, doubles: sums, elementType: type)
    }

    /// The same over one axis.
    public func sum(axis: Int, keepingDimensions: Bool = false) throws -> Tensor {
        try sum(axes: [axis], keepingDimensions: keepingDimensions)
    }

    /// The mean over the axes, as floating point; NaN of nothing.
    public func mean(axes: [Int]? = nil, keepingDimensions: Bool = false) throws -> Tensor {
        let (sums, shape) = try summed(axes, keepingDimensions, for: "mean")
        let size = try groupSize(axes)
        return Tensor(shape: shape, doubles: sums.map { $0 / size }, elementType: elementType.floating)
    }

    /// The same over one axis.
    public func mean(axis: Int, keepingDimensions: Bool = false) throws -> Tensor {
        try mean(axes: [axis], keepingDimensions: keepingDimensions)
    }

    /// The variance over the axes: the mean of the squared distances from the mean, not n − 1 in the divisor.
    public func variance(axes: [Int]? = nil, keepingDimensions: Bool = false) throws -> Tensor {
        let result = try varianceInDouble(axes, keepingDimensions)
        return result.converted(to: elementType.floating)
    }

    /// The same over one axis.
    public func variance(axis: Int, keepingDimensions: Bool = false) throws -> Tensor {
        try variance(axes: [axis], keepingDimensions: keepingDimensions)
    }

    /// The standard deviation over the axes, the root of ``variance(axes:keepingDimensions:)``.
    public func std(axes: [Int]? = nil, keepingDimensions: Bool = false) throws -> Tensor {
        try varianceInDouble(axes, keepingDimensions).squareRoot().converted(to: elementType.floating)
    }

    /// The same over one axis.
    public func std(axis: Int, keepingDimensions: Bool = false) throws -> Tensor {
        try std(axes: [axis], keepingDimensions: keepingDimensions)
    }

    private func summed(_ axes: [Int]?, _ keeping: Bool, for operation: String) throws -> ([Double], Shape) {
        let (tensor, reduction) = try prepared(axes: axes, keepingDimensions: keeping, for: operation)
        return (reduction.sums(tensor), reduction.shape)
    }

    /// In two passes, since the difference of two large sums would lose digits.
    private func varianceInDouble(_ axes: [Int]?, _ keeping: Bool) throws -> Tensor {
        let (tensor, reduction) = try prepared(axes: axes, keepingDimensions: keeping, for: "variance")
        let size = Double(reduction.count)
        let starts = reduction.sums(tensor).map { (mean: $0 / size, sum: 0.0) }
        func distance(_ result: inout (mean: Double, sum: Double), _ value: Double) {
            result.sum += (value - result.mean) * (value - result.mean)
        }
        let squares =
            switch tensor.storage {
            case .uint8(let values): reduction.fold(values, starts: starts) { x, y, _ in distance(&x, Double(y)) }
            case .float32(let values): reduction.fold(values, starts: starts) { x, y, _ in distance(&x, Double(y)) }
            default: reduction.fold(tensor.doubles, starts: starts) { x, y, _ in distance(&x, y) }
            }
        return Tensor(shape: reduction.shape, storage: .float64(squares.map { $0.sum / size }))
    }

    private func groupSize(_ axes: [Int]?) throws -> Double {
        Double(Shape(try shape.checkedAxes(axes, of: "mean").map { shape.dimensions[$0] }).count)
    }
}

extension Reduction {
    fileprivate func sums(_ tensor: Tensor) -> [Double] {
        switch tensor.storage {
        case .uint8(let values): fold(values, start: 0) { $0 &+= Int($1) }.map(Double.init)
        case .bool(let values): fold(values, start: 0) { $0 &+= $1 ? 1 : 0 }.map(Double.init)
        case .float32(let values): fold(values, start: 0.0) { $0 += Double($1) }
        default: fold(tensor.doubles, start: 0.0) { $0 += $1 }
        }
    }

    @inline(__always)
    fileprivate func fold<Element, Result>(
        _ values: [Element], start: Result, _ add: (inout Result, Element) -> Void
    ) -> [Result] {
        fold(values, start: start) { result, value, _ in add(&result, value) }
    }
}
