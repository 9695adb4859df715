/// A Swift type whose arrays are a tensor's storage and can be computed with.
package protocol StoredElement: TensorScalar {
    static func storage(_ values: [Self]) -> Tensor.Storage

    /// Whole numbers of fewer bits keep the lower bits, as in C and NumPy.
    static func wrapping(_ value: Int64) -> Self
    static func nearest(to value: Float) -> Self
    func converted<Target: StoredElement>() -> Target
}

extension StoredElement where Self: FixedWidthInteger {
    @inline(__always)
    package static func wrapping(_ value: Int64) -> Self { Self(truncatingIfNeeded: value) }
    package static func nearest(to value: Float) -> Self { nearest(to: Double(value)) }
    @inline(__always)
    package func converted<Target: StoredElement>() -> Target { .wrapping(Int64(self)) }
}

extension Int32: StoredElement {
    package static func storage(_ values: [Int32]) -> Tensor.Storage { .int32(values) }
}

extension UInt8: StoredElement {
    package static func storage(_ values: [UInt8]) -> Tensor.Storage { .uint8(values) }
}

extension UInt32: StoredElement {
    package static func storage(_ values: [UInt32]) -> Tensor.Storage { .uint32(values) }
}

extension Bool: StoredElement {
    package static func storage(_ values: [Bool]) -> Tensor.Storage { .bool(values) }
    package static func wrapping(_ value: Int64) -> Bool { value != 0 }
    package static func nearest(to value: Float) -> Bool { value != 0 }
    @inline(__always)
    package func converted<Target: StoredElement>() -> Target { .wrapping(self ? 1 : 0) }
}

extension Float: StoredElement {
    package static func storage(_ values: [Float]) -> Tensor.Storage { .float32(values) }
    @inline(__always)
    package static func wrapping(_ value: Int64) -> Float { Float(value) }
    package static func nearest(to value: Float) -> Float { value }
    @inline(__always)
    package func converted<Target: StoredElement>() -> Target { .nearest(to: self) }
}

extension Double: StoredElement {
    package static func storage(_ values: [Double]) -> Tensor.Storage { .float64(values) }
    @inline(__always)
    package static func wrapping(_ value: Int64) -> Double { Double(value) }
    package static func nearest(to value: Float) -> Double { Double(value) }
    @inline(__always)
    package func converted<Target: StoredElement>() -> Target { .nearest(to: self) }
}
