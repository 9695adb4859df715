import SumiTensor

/// Functions of two tensors of the same shape and element type, element by element.
public enum BinaryOperation: String, CaseIterable, Hashable, Sendable {
    /// a + b, a − b, a · b, a / b, aᵇ, the larger and the smaller of both.
    case add, subtract, multiply, divide, power, maximum, minimum
    /// Of bool or whole numbers, bit by bit.
    case and, or
    /// Zeros come in from the left; of uint32.
    case shiftRight

    func resultType(_ a: TensorType, _ b: TensorType) throws(ShapeError) -> TensorType {
        guard a == b else {
            throw ShapeError("\(rawValue) of \(a) with \(b): both must have one shape and element type")
        }
        let fits =
            switch self {
            case .add, .subtract, .multiply, .maximum, .minimum: a.elementType != .bool && a.elementType != .uint8
            case .divide, .power: a.elementType == .float32
            case .and, .or: [.bool, .int32, .uint32].contains(a.elementType)
            case .shiftRight: a.elementType == .uint32
            }
        guard fits else { throw ShapeError("\(rawValue) of \(a): not for elements of type \(a.elementType)") }
        return a
    }

    /// What reaches `a` and `b` when `dy` reaches `y`. Of equal values, maximum and minimum count the first.
    func gradient(_ a: TracedTensor, _ b: TracedTensor, _ y: TracedTensor, _ dy: TracedTensor, needed: [Bool])
        -> [TracedTensor?]
    {
        func when(_ index: Int, _ value: @autoclosure () -> TracedTensor) -> TracedTensor? {
            needed[index] ? value() : nil
        }
        return switch self {
        case .add: [dy, dy]
        case .subtract: [dy, when(1, -dy)]
        case .multiply: [when(0, dy * b), when(1, dy * a)]
        case .divide: [when(0, dy / b), when(1, -(dy * y / b))]
        case .power: [when(0, dy * b * a.power(b - 1)), when(1, powerGradient(a, y, dy))]
        case .maximum: [when(0, (a .>= b).select(dy, dy.zeros())), when(1, (a .< b).select(dy, dy.zeros()))]
        case .minimum: [when(0, (a .<= b).select(dy, dy.zeros())), when(1, (a .> b).select(dy, dy.zeros()))]
        case .and, .or, .shiftRight: [nil, nil]
        }
    }

    /// y log(a), with 0 where a is 0 (0ᵇ is flat in b > 0).
    private func powerGradient(_ a: TracedTensor, _ y: TracedTensor, _ dy: TracedTensor) -> TracedTensor {
        let isZero = a .== 0
        return isZero.select(dy.zeros(), dy * y * isZero.select(a.zeros() + 1, a).log())
    }
}

/// Comparisons of two tensors of the same shape and element type; the result is bool. NaN differs from everything.
public enum Comparison: String, CaseIterable, Hashable, Sendable {
    /// a = b, a ≠ b, a < b, a ≤ b, a > b, a ≥ b.
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

    func resultType(_ a: TensorType, _ b: TensorType) throws(ShapeError) -> TensorType {
        guard a == b else {
            throw ShapeError("\(rawValue) of \(a) with \(b): both must have one shape and element type")
        }
        return TensorType(a.shape, .bool)
    }
}

extension Operation {
    func selectType(_ operands: [TensorType]) throws(ShapeError) -> TensorType {
        let (condition, a, b) = (operands[0], operands[1], operands[2])
        guard condition.elementType == .bool, condition.shape == a.shape, a == b else {
            throw ShapeError("select by \(condition) of \(a) and \(b): the condition must be bool and all shapes equal")
        }
        return a
    }
}
