import SumiTensor

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// Element by element.

extension UnaryOperation {
    func evaluate(_ x: ReferenceArray) -> [Double] {
        let isWhole = x.type.elementType == .int32
        return x.values.map { isWhole ? Reference.wrap(Reference.unary(self, $0), .int32) : Reference.unary(self, $0) }
    }
}

extension Reference {
    static func unary(_ operation: UnaryOperation, _ x: Double) -> Double {
        switch operation {
        case .negate: -x
        case .absolute: abs(x)
        case .sign: x > 0 ? 1 : x < 0 ? -1 : x
        case .floor: x.rounded(.down)
        case .round: x.rounded(.toNearestOrEven)
        case .exp: exp(x)
        case .expMinusOne: expm1(x)
        case .log: log(x)
        case .logOnePlus: log1p(x)
        case .sqrt: x.squareRoot()
        case .reciprocalSqrt: 1 / x.squareRoot()
        case .sine: sin(x)
        case .cosine: cos(x)
        case .tanh: tanh(x)
        case .sigmoid: sigmoid(x)
        case .softplus: softplus(x)
        case .erf: erf(x)
        case .relu: x < 0 ? 0 : x
        case .not: x == 0 ? 1 : 0
        }
    }

    /// Formed so that exp never overflows and small results keep their digits.
    private static func sigmoid(_ x: Double) -> Double {
        x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x))
    }

    /// log(1 + exp(x)) = max(x, 0) + log(1 + exp(−|x|)), which never overflows.
    private static func softplus(_ x: Double) -> Double {
        x.isNaN ? x : max(x, 0) + log1p(exp(-abs(x)))
    }
}

extension BinaryOperation {
    func evaluate(_ a: ReferenceArray, _ b: ReferenceArray) -> [Double] {
        let elementType = a.type.elementType
        var result = a.values
        if elementType.isFloatingPoint {
            for index in result.indices { result[index] = evaluate(result[index], b.values[index]) }
        } else {
            for index in result.indices {
                let value = evaluate(Int64(result[index]), Int64(b.values[index]))
                result[index] = Reference.wrap(value, elementType)
            }
        }
        return result
    }

    private func evaluate(_ a: Double, _ b: Double) -> Double {
        switch self {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .power: pow(a, b)
        case .maximum: a.isNaN || a > b ? a : b
        case .minimum: a.isNaN || a < b ? a : b
        case .and, .or, .shiftRight: .nan  // Of whole numbers only, as the shape rule sees to.
        }
    }

    private func evaluate(_ a: Int64, _ b: Int64) -> Int64 {
        switch self {
        case .add: a &+ b
        case .subtract: a &- b
        case .multiply: a &* b
        case .maximum: Swift.max(a, b)
        case .minimum: Swift.min(a, b)
        case .and: a & b
        case .or: a | b
        // All 32 bits are shifted out from 32 on.
        case .shiftRight: b < 32 ? a >> b : 0
        case .divide, .power: 0  // Of floating-point numbers only, as the shape rule sees to.
        }
    }
}

extension Comparison {
    func evaluate(_ a: ReferenceArray, _ b: ReferenceArray) -> [Double] {
        zip(a.values, b.values).map { evaluate($0, $1) ? 1 : 0 }
    }

    private func evaluate(_ a: Double, _ b: Double) -> Bool {
        switch self {
        case .equal: a == b
        case .notEqual: a != b
        case .less: a < b
        case .lessOrEqual: a <= b
        case .greater: a > b
        case .greaterOrEqual: a >= b
        }
    }
}

extension Reference {
    static func select(_ condition: ReferenceArray, _ a: ReferenceArray, _ b: ReferenceArray) -> [Double] {
        condition.values.indices.map { condition.values[$0] != 0 ? a.values[$0] : b.values[$0] }
    }

    /// Between whole numbers the low bits stay; of a floating-point number the fraction is dropped, and what does not
    /// fit becomes the nearest number that does (0 for NaN).
    static func convert(_ x: ReferenceArray, _ elementType: ElementType) -> [Double] {
        switch elementType {
        case .bool: return x.values.map { $0 != 0 ? 1 : 0 }
        case .float32, .float64: return x.values
        case .float16, .bfloat16: return Tensor(shape: x.shape, doubles: x.values, elementType: elementType).doubles
        case .int32, .uint32, .uint8:
            if !x.type.elementType.isFloatingPoint { return x.values.map { wrap(Int64($0), elementType) } }
            return Tensor(shape: x.shape, doubles: x.values, elementType: elementType).doubles
        }
    }

    /// What is left of a whole number in the bits of its type.
    static func wrap(_ value: Int64, _ elementType: ElementType) -> Double {
        switch elementType {
        case .int32: Double(Int32(truncatingIfNeeded: value))
        case .uint32: Double(UInt32(truncatingIfNeeded: value))
        case .uint8: Double(UInt8(truncatingIfNeeded: value))
        case .bool, .float32, .float64, .float16, .bfloat16: Double(value)
        }
    }

    static func wrap(_ value: Double, _ elementType: ElementType) -> Double { wrap(Int64(value), elementType) }

    static func iota(_ shape: Shape, _ axis: Int) -> [Double] {
        let stride = shape.strides[axis]
        return (0..<shape.count).map { Double($0 / stride % shape.dimensions[axis]) }
    }
}
