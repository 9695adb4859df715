import SumiTensor

infix operator .== : ComparisonPrecedence
infix operator .!= : ComparisonPrecedence
infix operator .< : ComparisonPrecedence
infix operator .<= : ComparisonPrecedence
infix operator .> : ComparisonPrecedence
infix operator .>= : ComparisonPrecedence

// Operators broadcast as NumPy does; a number stands for a constant of the tensor's element type.

extension TracedTensor {
    package func unary(_ operation: UnaryOperation) -> TracedTensor { trace.append(.unary(operation), [self]) }

    func binary(_ operation: BinaryOperation, _ other: TracedTensor) -> TracedTensor {
        let (a, b) = broadcastTogether(with: other, operation.rawValue)
        return a.trace.append(.binary(operation), [a, b])
    }

    func binary(_ operation: BinaryOperation, _ number: Double) -> TracedTensor {
        binary(operation, trace.constant(number, elementType))
    }

    func compare(_ comparison: Comparison, _ other: TracedTensor) -> TracedTensor {
        let (a, b) = broadcastTogether(with: other, comparison.rawValue)
        return a.trace.append(.compare(comparison), [a, b])
    }

    func compare(_ comparison: Comparison, _ number: Double) -> TracedTensor {
        compare(comparison, trace.constant(number, elementType))
    }

    /// Both tensors with the shape that broadcasting gives them, in the innermost of their traces.
    func broadcastTogether(with other: TracedTensor, _ name: String) -> (TracedTensor, TracedTensor) {
        let home = other.trace.isInside(trace) ? other.trace : trace
        let (a, b) = (home.local(self), home.local(other))
        if a.isFailed || b.isFailed || a.shape == b.shape { return (a, b) }
        let (x, y) = (a.shape.dimensions, b.shape.dimensions)
        let rank = Swift.max(x.count, y.count)
        let left = Array(repeating: 1, count: rank - x.count) + x
        let right = Array(repeating: 1, count: rank - y.count) + y
        guard zip(left, right).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
            home.fail("\(name) of \(a.shape) with \(b.shape): from the last axis on, sizes must be equal or 1")
            return (home.failed, home.failed)
        }
        let shape = Shape(zip(left, right).map { $0 == 1 ? $1 : $0 })
        return (a.broadcast(to: shape), b.broadcast(to: shape))
    }

    /// The sum, element by element; sizes broadcast together.
    public static func + (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.binary(.add, b) }
    /// The difference, element by element; sizes broadcast together.
    public static func - (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.binary(.subtract, b) }
    /// The product, element by element; sizes broadcast together.
    public static func * (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.binary(.multiply, b) }
    /// The quotient, element by element; sizes broadcast together.
    public static func / (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.binary(.divide, b) }
    /// A number added to each element.
    public static func + (a: TracedTensor, b: Double) -> TracedTensor { a.binary(.add, b) }
    /// A number subtracted from each element.
    public static func - (a: TracedTensor, b: Double) -> TracedTensor { a.binary(.subtract, b) }
    /// Each element times a number.
    public static func * (a: TracedTensor, b: Double) -> TracedTensor { a.binary(.multiply, b) }
    /// Each element divided by a number.
    public static func / (a: TracedTensor, b: Double) -> TracedTensor { a.binary(.divide, b) }
    /// A number added to each element.
    public static func + (a: Double, b: TracedTensor) -> TracedTensor { b.trace.constant(a, b.elementType) + b }
    /// A number minus each element.
    public static func - (a: Double, b: TracedTensor) -> TracedTensor { b.trace.constant(a, b.elementType) - b }
    /// Each element times a number.
    public static func * (a: Double, b: TracedTensor) -> TracedTensor { b.trace.constant(a, b.elementType) * b }
    /// A number divided by each element.
    public static func / (a: Double, b: TracedTensor) -> TracedTensor { b.trace.constant(a, b.elementType) / b }
    /// Each element with the other sign.
    public static prefix func - (a: TracedTensor) -> TracedTensor { a.unary(.negate) }
    /// Adds in place of the left tensor: it is another tensor of the trace then.
    public static func += (a: inout TracedTensor, b: TracedTensor) { a = a + b }
    /// Subtracts in place of the left tensor.
    public static func -= (a: inout TracedTensor, b: TracedTensor) { a = a - b }
    /// Multiplies in place of the left tensor.
    public static func *= (a: inout TracedTensor, b: TracedTensor) { a = a * b }
    /// Divides in place of the left tensor.
    public static func /= (a: inout TracedTensor, b: TracedTensor) { a = a / b }

    /// Whether elements are equal, as bool; sizes broadcast together.
    public static func .== (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.compare(.equal, b) }
    /// Whether elements are different, as bool; sizes broadcast together.
    public static func .!= (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.compare(.notEqual, b) }
    /// Whether elements are less, as bool; sizes broadcast together.
    public static func .< (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.compare(.less, b) }
    /// Whether elements are less or equal, as bool; sizes broadcast together.
    public static func .<= (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.compare(.lessOrEqual, b) }
    /// Whether elements are greater, as bool; sizes broadcast together.
    public static func .> (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.compare(.greater, b) }
    /// Whether elements are greater or equal, as bool; sizes broadcast together.
    public static func .>= (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.compare(.greaterOrEqual, b) }
    /// Whether each element is equal to a number, as bool.
    public static func .== (a: TracedTensor, b: Double) -> TracedTensor { a.compare(.equal, b) }
    /// Whether each element is different from a number, as bool.
    public static func .!= (a: TracedTensor, b: Double) -> TracedTensor { a.compare(.notEqual, b) }
    /// Whether each element is less than a number, as bool.
    public static func .< (a: TracedTensor, b: Double) -> TracedTensor { a.compare(.less, b) }
    /// Whether each element is less than or equal to a number, as bool.
    public static func .<= (a: TracedTensor, b: Double) -> TracedTensor { a.compare(.lessOrEqual, b) }
    /// Whether each element is greater than a number, as bool.
    public static func .> (a: TracedTensor, b: Double) -> TracedTensor { a.compare(.greater, b) }
    /// Whether each element is greater than or equal to a number, as bool.
    public static func .>= (a: TracedTensor, b: Double) -> TracedTensor { a.compare(.greaterOrEqual, b) }

    /// Each element to the power of the exponent's; sizes broadcast together.
    public func power(_ exponent: TracedTensor) -> TracedTensor { binary(.power, exponent) }
    /// Each element to the power of a number.
    public func power(_ exponent: Double) -> TracedTensor { binary(.power, exponent) }
    /// The larger of two elements; sizes broadcast together.
    public func maximum(_ other: TracedTensor) -> TracedTensor { binary(.maximum, other) }
    /// Each element, or a number where that is larger.
    public func maximum(_ other: Double) -> TracedTensor { binary(.maximum, other) }
    /// The smaller of two elements; sizes broadcast together.
    public func minimum(_ other: TracedTensor) -> TracedTensor { binary(.minimum, other) }
    /// Each element, or a number where that is smaller.
    public func minimum(_ other: Double) -> TracedTensor { binary(.minimum, other) }
    /// Where both hold; of whole numbers the bits that both have.
    public func and(_ other: TracedTensor) -> TracedTensor { binary(.and, other) }
    /// Where one of the two holds; of whole numbers the bits that either has.
    public func or(_ other: TracedTensor) -> TracedTensor { binary(.or, other) }
    /// The bits of whole numbers moved down, 0 coming in from above.
    public func shiftedRight(by bits: Int) -> TracedTensor { binary(.shiftRight, Double(bits)) }
    /// Where this (bool) does not hold.
    public func not() -> TracedTensor { unary(.not) }

    /// |x|, whose gradient is the sign: 0 at 0.
    public func absolute() -> TracedTensor { unary(.absolute) }
    /// −1, 0 or 1; its gradient is 0.
    public func sign() -> TracedTensor { unary(.sign) }
    /// The largest whole number that is not above x; its gradient is 0.
    public func floor() -> TracedTensor { unary(.floor) }
    /// To the nearest whole number, halves to the even one.
    public func rounded() -> TracedTensor { unary(.round) }
    /// eˣ.
    public func exp() -> TracedTensor { unary(.exp) }
    /// exp(x) − 1, exact for small x.
    public func expMinusOne() -> TracedTensor { unary(.expMinusOne) }
    /// The natural logarithm.
    public func log() -> TracedTensor { unary(.log) }
    /// log(1 + x), exact for small x.
    public func logOnePlus() -> TracedTensor { unary(.logOnePlus) }
    /// √x.
    public func squareRoot() -> TracedTensor { unary(.sqrt) }
    /// 1 / √x.
    public func reciprocalSquareRoot() -> TracedTensor { unary(.reciprocalSqrt) }
    /// sin x, of an angle in radians.
    public func sine() -> TracedTensor { unary(.sine) }
    /// cos x, of an angle in radians.
    public func cosine() -> TracedTensor { unary(.cosine) }
    /// The hyperbolic tangent, from −1 to 1.
    public func tanh() -> TracedTensor { unary(.tanh) }
    /// 1 / (1 + e⁻ˣ).
    public func sigmoid() -> TracedTensor { unary(.sigmoid) }
    /// log(1 + exp(x)).
    public func softplus() -> TracedTensor { unary(.softplus) }
    /// The error function, 2/√π ∫₀ˣ e^(−t²) dt.
    public func erf() -> TracedTensor { unary(.erf) }
    /// max(x, 0), whose gradient is 0 at 0, as Keras has it.
    public func relu() -> TracedTensor { unary(.relu) }
    /// x · x.
    public func squared() -> TracedTensor { self * self }
    /// The value limited to `lower...upper`; outside of them the gradient is 0.
    public func clipped(_ lower: Double, _ upper: Double) -> TracedTensor {
        let isInside = (self .>= lower).and(self .<= upper)
        return isInside.select(self, stopGradient().maximum(lower).minimum(upper))
    }

    /// Where this (bool) holds `a`, elsewhere `b`. All three broadcast together.
    public func select(_ a: TracedTensor, _ b: TracedTensor) -> TracedTensor {
        let (x, y) = a.broadcastTogether(with: b, "select")
        let (condition, z) = broadcastTogether(with: x, "select")
        return condition.trace.append(.select, [condition, z, y.broadcast(to: z.shape)])
    }
    /// Where this (bool) holds `a`, elsewhere a number.
    public func select(_ a: TracedTensor, _ b: Double) -> TracedTensor { select(a, trace.constant(b, a.elementType)) }
    /// Where this (bool) holds a number, elsewhere `b`.
    public func select(_ a: Double, _ b: TracedTensor) -> TracedTensor { select(trace.constant(a, b.elementType), b) }

    /// The same values as another element type; its gradient is converted back.
    public func converted(to elementType: ElementType) -> TracedTensor {
        elementType == self.elementType && !isFailed ? self : trace.append(.convert(elementType), [self])
    }

    /// This value as a constant of the gradient.
    public func stopGradient() -> TracedTensor { trace.append(.stopGradient, [self]) }

    /// Zeros of this tensor's type.
    public func zeros() -> TracedTensor { isFailed ? self : trace.zeros(type) }
}

extension Trace {
    /// Whether this is `other` or the trace of a body inside of it.
    func isInside(_ other: Trace) -> Bool {
        var trace: Trace? = self
        while let current = trace {
            if current === other { return true }
            trace = current.parent
        }
        return false
    }
}
