// Between tensors the operators throw, since shapes may not fit; with a Swift number they cannot fail.
// Types follow the table of `ElementType.promoted(with:)`.
extension Tensor {
    /// The sum, element by element; axes of size 1 and missing axes in front are repeated.
    ///
    /// - Throws: ``TensorError`` where the shapes do not fit.
    public static func + (left: Tensor, right: Tensor) throws -> Tensor { try left.combined(.add, right) }
    /// The difference, element by element, with shapes as in `+`.
    public static func - (left: Tensor, right: Tensor) throws -> Tensor { try left.combined(.subtract, right) }
    /// The product, element by element, with shapes as in `+`.
    public static func * (left: Tensor, right: Tensor) throws -> Tensor { try left.combined(.multiply, right) }
    /// The quotient, element by element, with shapes as in `+`: always floating point, and x / 0 is ±infinity or NaN.
    public static func / (left: Tensor, right: Tensor) throws -> Tensor { try left.combined(.divide, right) }

    /// The smaller of two elements, NaN where one is NaN; shapes as in `+`.
    public func minimum(_ other: Tensor) throws -> Tensor { try combined(.minimum, other) }
    /// The larger of two elements, NaN where one is NaN; shapes as in `+`.
    public func maximum(_ other: Tensor) throws -> Tensor { try combined(.maximum, other) }

    /// Adds in place; shapes as in `+`.
    public static func += (left: inout Tensor, right: Tensor) throws { left = try left + right }
    /// Subtracts in place; shapes as in `+`.
    public static func -= (left: inout Tensor, right: Tensor) throws { left = try left - right }
    /// Multiplies in place; shapes as in `+`.
    public static func *= (left: inout Tensor, right: Tensor) throws { left = try left * right }
    /// Divides in place; shapes as in `+`.
    public static func /= (left: inout Tensor, right: Tensor) throws { left = try left / right }

    /// A number added to each element.
    public static func + (left: Tensor, right: some TensorScalar) -> Tensor { left.applying(.add, right) }
    /// A number subtracted from each element.
    public static func - (left: Tensor, right: some TensorScalar) -> Tensor { left.applying(.subtract, right) }
    /// Each element times a number.
    public static func * (left: Tensor, right: some TensorScalar) -> Tensor { left.applying(.multiply, right) }
    /// Always floating point: a `uint8` tensor divided by 255 is `float32`.
    public static func / (left: Tensor, right: some TensorScalar) -> Tensor { left.applying(.divide, right) }

    /// A number added to each element.
    public static func + (left: some TensorScalar, right: Tensor) -> Tensor { right.applying(.add, left) }
    /// A number minus each element.
    public static func - (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(.subtract, left, scalarFirst: true)
    }
    /// Each element times a number.
    public static func * (left: some TensorScalar, right: Tensor) -> Tensor { right.applying(.multiply, left) }
    /// A number divided by each element: always floating point.
    public static func / (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(.divide, left, scalarFirst: true)
    }

    /// Adds a number in place.
    public static func += (left: inout Tensor, right: some TensorScalar) { left.apply(.add, right) }
    /// Subtracts a number in place.
    public static func -= (left: inout Tensor, right: some TensorScalar) { left.apply(.subtract, right) }
    /// Multiplies with a number in place.
    public static func *= (left: inout Tensor, right: some TensorScalar) { left.apply(.multiply, right) }
    /// Always floating point: `pixels /= 255` makes a `uint8` tensor `float32`.
    public static func /= (left: inout Tensor, right: some TensorScalar) { left.apply(.divide, right) }

    /// Each element with the other sign.
    public static prefix func - (tensor: Tensor) -> Tensor { 0 - tensor }

    /// Every element moved into `low...high`, as NumPy's `clip`; NaN stays.
    public func clipped(_ low: some TensorScalar, _ high: some TensorScalar) -> Tensor {
        applying(.maximum, low).applying(.minimum, high)
    }
}

extension Tensor {
    private func combined(_ operation: Arithmetic, _ other: Tensor) throws -> Tensor {
        guard let shape = shape.broadcast(with: other.shape) else {
            throw TensorError(
                "\(operation.rawValue): the shapes \(self.shape) and \(other.shape) do not fit: counted from the last, axes must be equally long or one of them 1"
            )
        }
        let type = elementType.promoted(with: other.elementType)
        let computed = operation.computed(type)
        try shape.checkAllocatable(as: computed, for: operation.rawValue)
        let left = broadcastUnchecked(to: shape)
        let right = other.count == 1 ? other : other.broadcastUnchecked(to: shape)
        let storage =
            switch computed {
            case .uint8: left.computing(operation, right, in: UInt8.self)
            case .int32: left.computing(operation, right, in: Int32.self)
            case .uint32: left.computing(operation, right, in: UInt32.self)
            case .float64: left.computing(operation, right, in: Double.self)
            case .bool: left.computing(operation, right, in: UInt8.self)  // The smaller or larger of two truth values.
            case .float32, .float16, .bfloat16: left.computing(operation, right, in: Float.self)
            }
        return Tensor(shape: shape, storage: storage).converted(to: operation.result(type))
    }

    /// `other` has this tensor's shape, or a single element.
    @inline(__always)
    private func computing<Element: ArithmeticElement>(
        _ operation: Arithmetic, _ other: Tensor, in type: Element.Type
    ) -> Storage {
        var values = elements(of: Element.self)
        let others = other.elements(of: Element.self)
        operation.update(&values, others.count == 1 ? .scalar(others[0]) : .array(others))
        return Element.storage(values)
    }

    private func applying(_ operation: Arithmetic, _ scalar: some TensorScalar, scalarFirst: Bool = false) -> Tensor {
        var result = self
        result.apply(operation, scalar, scalarFirst: scalarFirst)
        return result
    }

    private mutating func apply(_ operation: Arithmetic, _ scalar: some TensorScalar, scalarFirst: Bool = false) {
        apply(operation, scalar.scalarValue, elementType.promoted(with: scalar), scalarFirst)
    }

    private mutating func apply(_ operation: Arithmetic, _ scalar: Double, _ type: ElementType, _ scalarFirst: Bool) {
        if case .uint8(let values) = storage, values.count > 1024 {
            // A byte has 256 values: each is computed once.
            var results = Tensor(shape: [256], storage: .uint8(Array(0...255)))
            results.apply(operation, scalar, type, scalarFirst)
            self = Tensor(shape: shape, storage: results.storage.transformed(by: Lookup(places: values)))
            return
        }
        switch operation.computed(type) {
        case .uint8: apply(operation, scalar, scalarFirst, in: UInt8.self)
        case .int32: apply(operation, scalar, scalarFirst, in: Int32.self)
        case .uint32: apply(operation, scalar, scalarFirst, in: UInt32.self)
        case .float64: apply(operation, scalar, scalarFirst, in: Double.self)
        case .bool: apply(operation, scalar, scalarFirst, in: UInt8.self)
        case .float32, .float16, .bfloat16: apply(operation, scalar, scalarFirst, in: Float.self)
        }
        self = converted(to: operation.result(type))
    }

    @inline(__always)
    private mutating func apply<Element: ArithmeticElement>(
        _ operation: Arithmetic, _ scalar: Double, _ scalarFirst: Bool, in type: Element.Type
    ) {
        var values = elements(of: Element.self)
        storage = .uint8([])  // Else the array would have two owners, and be copied.
        let scalar = Element.nearest(to: scalar)
        operation.update(&values, scalarFirst ? .scalarFirst(scalar) : .scalar(scalar))
        storage = Element.storage(values)
    }
}

/// For each of `places` the element there.
private struct Lookup: ArrayTransform {
    var places: [UInt8]

    func callAsFunction<Element>(_ values: [Element]) -> [Element] {
        values.withUnsafeBufferPointer { values in places.mapped { values[Int($0)] } }
    }
}
