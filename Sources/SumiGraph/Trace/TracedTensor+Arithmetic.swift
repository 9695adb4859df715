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

    public static func + (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.binary(.add, b) }
    public static func - (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.binary(.subtract, b) }
    public static func * (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.binary(.multiply, b) }
    public static func / (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.binary(.divide, b) }
    public static func + (a: TracedTensor, b: Double) -> TracedTensor { a.binary(.add, b) }
    public static func - (a: TracedTensor, b: Double) -> TracedTensor { a.binary(.subtract, b) }
    public static func * (a: TracedTensor, b: Double) -> TracedTensor { a.binary(.multiply, b) }
    public static func / (a: TracedTensor, b: Double) -> TracedTensor { a.binary(.divide, b) }
    public static func + (a: Double, b: TracedTensor) -> TracedTensor { b.trace.constant(a, b.elementType) + b }
    public static func - (a: Double, b: TracedTensor) -> TracedTensor { b.trace.constant(a, b.elementType) - b }
    public static func * (a: Double, b: TracedTensor) -> TracedTensor { b.trace.constant(a, b.elementType) * b }
    public static func / (a: Double, b: TracedTensor) -> TracedTensor { b.trace.constant(a, b.elementType) / b }
    public static prefix func - (a: TracedTensor) -> TracedTensor { a.unary(.negate) }
    public static func += (a: inout TracedTensor, b: TracedTensor) { a = a + b }
    public static func -= (a: inout TracedTensor, b: TracedTensor) { a = a - b }
    public static func *= (a: inout TracedTensor, b: TracedTensor) { a = a * b }
    public static func /= (a: inout TracedTensor, b: TracedTensor) { a = a / b }

    public static func .== (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.compare(.equal, b) }
    public static func .!= (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.compare(.notEqual, b) }
    public static func .< (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.compare(.less, b) }
    public static func .<= (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.compare(.lessOrEqual, b) }
    public static func .> (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.compare(.greater, b) }
    public static func .>= (a: TracedTensor, b: TracedTensor) -> TracedTensor { a.compare(.greaterOrEqual, b) }
    public static func .== (a: TracedTensor, b: Double) -> TracedTensor { a.compare(.equal, b) }
    public static func .!= (a: TracedTensor, b: Double) -> TracedTensor { a.compare(.notEqual, b) }
    public static func .< (a: TracedTensor, b: Double) -> TracedTensor { a.compare(.less, b) }
    public static func .<= (a: TracedTensor, b: Double) -> TracedTensor { a.compare(.lessOrEqual, b) }
    public static func .> (a: TracedTensor, b: Double) -> TracedTensor { a.compare(.greater, b) }
    public static func .>= (a: TracedTensor, b: Double) -> TracedTensor { a.compare(.greaterOrEqual, b) }

    public func power(_ exponent: TracedTensor) -> TracedTensor { binary(.power, exponent) }
    public func power(_ exponent: Double) -> TracedTensor { binary(.power, exponent) }
    public func maximum(_ other: TracedTensor) -> TracedTensor { binary(.maximum, other) }
    public func maximum(_ other: Double) -> TracedTensor { binary(.maximum, other) }
    public func minimum(_ other: TracedTensor) -> TracedTensor { binary(.minimum, other) }
    public func minimum(_ other: Double) -> TracedTensor { binary(.minimum, other) }
    public func and(_ other: TracedTensor) -> TracedTensor { binary(.and, other) }
    public func or(_ other: TracedTensor) -> TracedTensor { binary(.or, other) }
    public func shiftedRight(by bits: Int) -> TracedTensor { binary(.shiftRight, Double(bits)) }
    public func not() -> TracedTensor { unary(.not) }

    public func absolute() -> TracedTensor { unary(.absolute) }
    public func sign() -> TracedTensor { unary(.sign) }
    public func floor() -> TracedTensor { unary(.floor) }
    /// To the nearest whole number, halves to the even one.
    public func rounded() -> TracedTensor { unary(.round) }
    public func exp() -> TracedTensor { unary(.exp) }
    /// exp(x) − 1, exact for small x.
    public func expMinusOne() -> TracedTensor { unary(.expMinusOne) }
    public func log() -> TracedTensor { unary(.log) }
    /// log(1 + x), exact for small x.
    public func logOnePlus() -> TracedTensor { unary(.logOnePlus) }
    public func squareRoot() -> TracedTensor { unary(.sqrt) }
    public func reciprocalSquareRoot() -> TracedTensor { unary(.reciprocalSqrt) }
    public func sine() -> TracedTensor { unary(.sine) }
    public func cosine() -> TracedTensor { unary(.cosine) }
    public func tanh() -> TracedTensor { unary(.tanh) }
    public func sigmoid() -> TracedTensor { unary(.sigmoid) }
    /// log(1 + exp(x)).
    public func softplus() -> TracedTensor { unary(.softplus) }
    public func erf() -> TracedTensor { unary(.erf) }
    public func relu() -> TracedTensor { unary(.relu) }
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
    public func select(_ a: TracedTensor, _ b: Double) -> TracedTensor { select(a, trace.constant(b, a.elementType)) }
    public func select(_ a: Double, _ b: TracedTensor) -> TracedTensor { select(trace.constant(a, b.elementType), b) }

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
