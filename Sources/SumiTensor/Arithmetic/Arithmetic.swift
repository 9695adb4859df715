/// What is done with two elements. Whole numbers wrap around, as in NumPy.
enum Arithmetic: String {
    case add = "+", subtract = "-", multiply = "*", divide = "/", minimum, maximum

    /// The type in which two tensors, or a tensor and a number, that promote to `type` are computed with.
    func computed(_ type: ElementType) -> ElementType {
        switch (self, type) {
        // 32-bit whole numbers are exact in Double only.
        case (.divide, .int32), (.divide, .uint32): .float64
        case (.divide, _): type.floating
        // Truth values are counted: true + true is 2.
        case (.add, .bool), (.subtract, .bool), (.multiply, .bool): .int32
        default: type
        }
    }

    /// The type of the result.
    func result(_ type: ElementType) -> ElementType { self == .divide ? type.floating : computed(type) }
}

/// What stands on the other side of an operation on an array.
enum Operand<Element> {
    case array([Element])
    case scalar(Element)
    /// The scalar is the left side.
    case scalarFirst(Element)
}

/// The types that arithmetic is done in.
protocol ArithmeticElement: StoredElement, Comparable {
    static func sum(_ left: Self, _ right: Self) -> Self
    static func difference(_ left: Self, _ right: Self) -> Self
    static func product(_ left: Self, _ right: Self) -> Self
    /// Only asked for where the result is floating point.
    static func quotient(_ left: Self, _ right: Self) -> Self
    var isNotANumber: Bool { get }
}

extension ArithmeticElement where Self: FixedWidthInteger {
    @inline(__always) static func sum(_ left: Self, _ right: Self) -> Self { left &+ right }
    @inline(__always) static func difference(_ left: Self, _ right: Self) -> Self { left &- right }
    @inline(__always) static func product(_ left: Self, _ right: Self) -> Self { left &* right }
    @inline(__always) static func quotient(_ left: Self, _ right: Self) -> Self {
        left.dividedReportingOverflow(by: right).partialValue
    }
    @inline(__always) var isNotANumber: Bool { false }
}

extension ArithmeticElement where Self: BinaryFloatingPoint {
    @inline(__always) static func sum(_ left: Self, _ right: Self) -> Self { left + right }
    @inline(__always) static func difference(_ left: Self, _ right: Self) -> Self { left - right }
    @inline(__always) static func product(_ left: Self, _ right: Self) -> Self { left * right }
    @inline(__always) static func quotient(_ left: Self, _ right: Self) -> Self { left / right }
    @inline(__always) var isNotANumber: Bool { isNaN }
}

extension UInt8: ArithmeticElement {}
extension Int32: ArithmeticElement {}
extension UInt32: ArithmeticElement {}
extension Float: ArithmeticElement {}
extension Double: ArithmeticElement {}

extension ArithmeticElement {
    /// The smaller; NaN where one is NaN.
    @inline(__always) static func smaller(_ left: Self, _ right: Self) -> Self {
        left.isNotANumber || left < right ? left : right
    }

    /// The larger; NaN where one is NaN.
    @inline(__always) static func larger(_ left: Self, _ right: Self) -> Self {
        left.isNotANumber || left > right ? left : right
    }
}

extension Arithmetic {
    /// Replaces every element of `values` by the operation's result.
    @inline(__always)
    func update<Element: ArithmeticElement>(_ values: inout [Element], _ operand: Operand<Element>) {
        switch self {
        case .add: values.update(operand) { .sum($0, $1) }
        case .subtract: values.update(operand) { .difference($0, $1) }
        case .multiply: values.update(operand) { .product($0, $1) }
        case .divide: values.update(operand) { .quotient($0, $1) }
        case .minimum: values.update(operand) { .smaller($0, $1) }
        case .maximum: values.update(operand) { .larger($0, $1) }
        }
    }
}

extension Array {
    @inline(__always)
    fileprivate mutating func update(_ operand: Operand<Element>, _ operation: (Element, Element) -> Element) {
        withUnsafeMutableBufferPointer { values in
            switch operand {
            case .array(let others):
                others.withUnsafeBufferPointer { others in
                    for index in 0..<values.count { values[index] = operation(values[index], others[index]) }
                }
            case .scalar(let scalar):
                for index in 0..<values.count { values[index] = operation(values[index], scalar) }
            case .scalarFirst(let scalar):
                for index in 0..<values.count { values[index] = operation(scalar, values[index]) }
            }
        }
    }
}
