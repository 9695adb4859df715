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

    public static func += (left: inout Tensor, right: Tensor) throws { left = try left + right }
    public static func -= (left: inout Tensor, right: Tensor) throws { left = try left - right }
    public static func *= (left: inout Tensor, right: Tensor) throws { left = try left * right }
    public static func /= (left: inout Tensor, right: Tensor) throws { left = try left / right }

    public static func + (left: Tensor, right: some TensorScalar) -> Tensor { left.applying(.add, right) }
    public static func - (left: Tensor, right: some TensorScalar) -> Tensor { left.applying(.subtract, right) }
    public static func * (left: Tensor, right: some TensorScalar) -> Tensor { left.applying(.multiply, right) }
    /// Always floating point: a `uint8` tensor divided by 255 is `float32`.
    public static func / (left: Tensor, right: some TensorScalar) -> Tensor { left.applying(.divide, right) }

    public static func + (left: some TensorScalar, right: Tensor) -> Tensor { right.applying(.add, left) }
    public static func - (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(.subtract, left, scalarFirst: true)
    }
    public static func * (left: some TensorScalar, right: Tensor) -> Tensor { right.applying(.multiply, left) }
    public static func / (left: some TensorScalar, right: Tensor) -> Tensor {
        right.applying(.divide, left, scalarFirst: true)
    }

    public static func += (left: inout Tensor, right: some TensorScalar) { left.apply(.add, right) }
    public static func -= (left: inout Tensor, right: some TensorScalar) { left.apply(.subtract, right) }
    public static func *= (left: inout Tensor, right: some TensorScalar) { left.apply(.multiply, right) }
    /// Always floating point: `pixels /= 255` makes a `uint8` tensor `float32`.
    public static func /= (left: inout Tensor, right: some TensorScalar) { left.apply(.divide, right) }

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
        func run<Element: ArithmeticElement>(_: Element.Type) -> Tensor {
            var values = left.elements(of: Element.self)
            let operand: Operand<Element> =
                other.count == 1
                ? .scalar(other.elements(of: Element.self)[0])
                : .array(other.broadcastUnchecked(to: shape).elements(of: Element.self))
            operation.update(&values, operand)
            return Tensor(shape: shape, storage: Element.storage(values))
        }
        let result =
            switch computed {
            case .uint8: run(UInt8.self)
            case .int32: run(Int32.self)
            case .uint32: run(UInt32.self)
            case .float64: run(Double.self)
            case .bool: run(UInt8.self).converted(to: .bool)  // The smaller or larger of two truth values.
            case .float32, .float16, .bfloat16: run(Float.self)
            }
        return result.converted(to: operation.result(type))
    }

    private func applying(_ operation: Arithmetic, _ scalar: some TensorScalar, scalarFirst: Bool = false) -> Tensor {
        var result = self
        result.apply(operation, scalar, scalarFirst: scalarFirst)
        return result
    }

    private mutating func apply(_ operation: Arithmetic, _ scalar: some TensorScalar, scalarFirst: Bool = false) {
        let type = elementType.promoted(with: scalar)
        let computed = operation.computed(type)
        func run<Element: ArithmeticElement>(_: Element.Type) {
            var values = elements(of: Element.self)
            storage = .uint8([])  // Else the array would have two owners, and be copied.
            let scalar = Element.nearest(to: scalar.scalarValue)
            operation.update(&values, scalarFirst ? .scalarFirst(scalar) : .scalar(scalar))
            storage = Element.storage(values)
        }
        switch computed {
        case .uint8: run(UInt8.self)
        case .int32: run(Int32.self)
        case .uint32: run(UInt32.self)
        case .float64: run(Double.self)
        case .bool: run(UInt8.self)
        case .float32, .float16, .bfloat16: run(Float.self)
        }
        let result = computed == .bool ? .bool : operation.result(type)
        if result != elementType { self = converted(to: result) }
    }
}
