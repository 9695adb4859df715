/// A rearrangement of elements that does not look at them: it works on arrays of any type.
package protocol ArrayTransform {
    func callAsFunction<Element>(_ values: [Element]) -> [Element]
}

/// A rearrangement of the elements of several arrays of one type into one.
package protocol ArrayCombination {
    func callAsFunction<Element>(_ arrays: [[Element]]) -> [Element]
}

/// A change to an array's elements, made in place, by those of another array of the same type.
package protocol ArrayMutation {
    func callAsFunction<Element>(_ target: inout [Element], _ source: [Element])
}

/// A computation on stored elements as they are. 16-bit floating point arrives as `Float`.
package protocol StorageVisitor {
    associatedtype Result
    func callAsFunction<Element: StoredElement>(_ values: [Element]) throws -> Result
}

extension Tensor.Storage {
    package func transformed(by transform: some ArrayTransform) -> Self {
        switch self {
        case .float32(let values): .float32(transform(values))
        case .int32(let values): .int32(transform(values))
        case .uint8(let values): .uint8(transform(values))
        case .uint32(let values): .uint32(transform(values))
        case .bool(let values): .bool(transform(values))
        case .float64(let values): .float64(transform(values))
        case .float16(let values): .float16(transform(values))
        case .bfloat16(let values): .bfloat16(transform(values))
        }
    }

    /// `storages` must not be empty and all be of one element type.
    package static func combined(_ storages: [Self], by combination: some ArrayCombination) -> Self {
        switch storages[0] {
        case .float32: .float32(combination(storages.map(\.floatArray)))
        case .int32: .int32(combination(storages.map(\.int32Array)))
        case .uint8: .uint8(combination(storages.map(\.uint8Array)))
        case .uint32: .uint32(combination(storages.map(\.uint32Array)))
        case .bool: .bool(combination(storages.map(\.boolArray)))
        case .float64: .float64(combination(storages.map(\.doubleArray)))
        case .float16: .float16(combination(storages.map(\.bitsArray)))
        case .bfloat16: .bfloat16(combination(storages.map(\.bitsArray)))
        }
    }

    /// Changes the elements in place; `source` must be of the same element type.
    package mutating func mutate(by mutation: some ArrayMutation, from source: Self) {
        // While its array is changed the storage holds another one: a second reference would make Swift copy it all.
        func mutated<Element>(_ values: inout [Element], _ source: [Element], _ wrap: ([Element]) -> Self) {
            self = .uint8([])
            mutation(&values, source)
            self = wrap(values)
        }
        switch self {
        case .float32(var values): mutated(&values, source.floatArray, Self.float32)
        case .int32(var values): mutated(&values, source.int32Array, Self.int32)
        case .uint8(var values): mutated(&values, source.uint8Array, Self.uint8)
        case .uint32(var values): mutated(&values, source.uint32Array, Self.uint32)
        case .bool(var values): mutated(&values, source.boolArray, Self.bool)
        case .float64(var values): mutated(&values, source.doubleArray, Self.float64)
        case .float16(var values): mutated(&values, source.bitsArray, Self.float16)
        case .bfloat16(var values): mutated(&values, source.bitsArray, Self.bfloat16)
        }
    }

    package func visit<Visitor: StorageVisitor>(_ visitor: Visitor) throws -> Visitor.Result {
        switch self {
        case .float32(let values): try visitor(values)
        case .int32(let values): try visitor(values)
        case .uint8(let values): try visitor(values)
        case .uint32(let values): try visitor(values)
        case .bool(let values): try visitor(values)
        case .float64(let values): try visitor(values)
        case .float16(let values): try visitor(values.map { Float(halfBits: $0) })
        case .bfloat16(let values): try visitor(values.map { Float(bitPattern: UInt32($0) << 16) })
        }
    }
}

/// The stored array where it is of the type asked for, else empty: for callers that know the type.
extension Tensor.Storage {
    fileprivate var floatArray: [Float] { if case .float32(let values) = self { values } else { [] } }
    fileprivate var int32Array: [Int32] { if case .int32(let values) = self { values } else { [] } }
    fileprivate var uint8Array: [UInt8] { if case .uint8(let values) = self { values } else { [] } }
    fileprivate var uint32Array: [UInt32] { if case .uint32(let values) = self { values } else { [] } }
    fileprivate var boolArray: [Bool] { if case .bool(let values) = self { values } else { [] } }
    fileprivate var doubleArray: [Double] { if case .float64(let values) = self { values } else { [] } }

    fileprivate var bitsArray: [UInt16] {
        switch self {
        case .float16(let values), .bfloat16(let values): values
        default: []
        }
    }
}
