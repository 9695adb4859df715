/// A host array: a shape and its elements in row-major order. A value; copies share memory until one is changed.
///
/// Tensors hold data on its way into and out of a model. They compute only what preparing data takes; the rest is
/// the graph's work.
public struct Tensor: Sendable {
    /// The size of each axis.
    public let shape: Shape
    package var storage: Storage

    /// What the elements are.
    public var elementType: ElementType { storage.elementType }
    /// How many elements there are.
    public var count: Int { storage.count }

    /// The elements, one typed array. `float16` and `bfloat16` keep their bit patterns.
    package enum Storage: Sendable, Hashable {
        case float32([Float])
        case int32([Int32])
        case uint8([UInt8])
        case uint32([UInt32])
        case bool([Bool])
        case float64([Double])
        case float16([UInt16])
        case bfloat16([UInt16])
    }

    /// The storage must hold exactly `shape.count` elements.
    package init(shape: Shape, storage: Storage) {
        precondition(storage.count == shape.count, "\(storage.count) elements for the shape \(shape)")
        self.shape = shape
        self.storage = storage
    }
}

extension Tensor.Storage {
    package var elementType: ElementType {
        switch self {
        case .float32: .float32
        case .int32: .int32
        case .uint8: .uint8
        case .uint32: .uint32
        case .bool: .bool
        case .float64: .float64
        case .float16: .float16
        case .bfloat16: .bfloat16
        }
    }

    package var count: Int {
        switch self {
        case .float32(let values): values.count
        case .int32(let values): values.count
        case .uint8(let values): values.count
        case .uint32(let values): values.count
        case .bool(let values): values.count
        case .float64(let values): values.count
        case .float16(let values), .bfloat16(let values): values.count
        }
    }

    /// Runs `body` over the raw bytes of the elements.
    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch self {
        case .float32(let values): try values.withUnsafeBytes(body)
        case .int32(let values): try values.withUnsafeBytes(body)
        case .uint8(let values): try values.withUnsafeBytes(body)
        case .uint32(let values): try values.withUnsafeBytes(body)
        case .bool(let values): try values.withUnsafeBytes(body)
        case .float64(let values): try values.withUnsafeBytes(body)
        case .float16(let values), .bfloat16(let values): try values.withUnsafeBytes(body)
        }
    }
}

extension Tensor: Hashable {}

extension Tensor {
    /// The elements as Double, whatever their type (`bool` reads as 0 and 1).
    package var doubles: [Double] {
        switch storage {
        case .float32(let values): values.map(Double.init)
        case .int32(let values): values.map(Double.init)
        case .uint8(let values): values.map(Double.init)
        case .uint32(let values): values.map(Double.init)
        case .bool(let values): values.map { $0 ? 1 : 0 }
        case .float64(let values): values
        case .float16(let values): values.map { Double(Float(halfBits: $0)) }
        case .bfloat16(let values): values.map { Double(Float(bitPattern: UInt32($0) << 16)) }
        }
    }

    /// A tensor of `elementType` from Double values, rounded or cut as a conversion does.
    package init(shape: Shape, doubles: [Double], elementType: ElementType) {
        func whole<T: FixedWidthInteger>(_ value: Double) -> T {
            value.isNaN ? 0 : T(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
        }
        let storage: Storage =
            switch elementType {
            case .float32: .float32(doubles.map(Float.init))
            case .int32: .int32(doubles.map(whole))
            case .uint8: .uint8(doubles.map(whole))
            case .uint32: .uint32(doubles.map(whole))
            case .bool: .bool(doubles.map { $0 != 0 })
            case .float64: .float64(doubles)
            case .float16: .float16(doubles.map { Float($0).halfBits })
            case .bfloat16: .bfloat16(doubles.map { Float($0).brainBits })
            }
        self.init(shape: shape, storage: storage)
    }
}
