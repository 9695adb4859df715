/// A Swift type that elements of a tensor can have: `Float`, `Double`, `Int32`, `UInt8`, `UInt32`, `Bool`, and `Int`,
/// which is stored as `int32`, with an error where a number does not fit.
public protocol TensorScalar: Hashable, Sendable {
    /// How a tensor stores such a scalar.
    static var elementType: ElementType { get }

    /// The scalar as Double: exact, but for an `Int` beyond 2^53.
    var scalarValue: Double { get }

    /// The nearest scalar; whole numbers drop the fraction and stop at the end of their range, NaN gives 0.
    static func nearest(to value: Double) -> Self
}

extension TensorScalar where Self: FixedWidthInteger {
    public var scalarValue: Double { Double(self) }

    public static func nearest(to value: Double) -> Self {
        let whole = value.rounded(.towardZero)
        return value.isNaN ? 0 : Self(exactly: whole) ?? (whole < 0 ? .min : .max)
    }
}

extension Int32: TensorScalar {
    public static var elementType: ElementType { .int32 }
}

extension UInt8: TensorScalar {
    public static var elementType: ElementType { .uint8 }
}

extension UInt32: TensorScalar {
    public static var elementType: ElementType { .uint32 }
}

extension Int: TensorScalar {
    public static var elementType: ElementType { .int32 }
}

extension Float: TensorScalar {
    public static var elementType: ElementType { .float32 }
    public var scalarValue: Double { Double(self) }
    public static func nearest(to value: Double) -> Float { Float(value) }
}

extension Double: TensorScalar {
    public static var elementType: ElementType { .float64 }
    public var scalarValue: Double { self }
    public static func nearest(to value: Double) -> Double { value }
}

/// Every number but 0 is true, NaN too.
extension Bool: TensorScalar {
    public static var elementType: ElementType { .bool }
    public var scalarValue: Double { self ? 1 : 0 }
    public static func nearest(to value: Double) -> Bool { value != 0 }
}
