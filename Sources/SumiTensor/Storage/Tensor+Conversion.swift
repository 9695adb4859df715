extension Tensor {
    /// The same elements as another type, as NumPy's `astype`.
    ///
    /// Floating point to whole numbers drops the fraction and stops at the end of the range (NaN gives 0); whole numbers
    /// to fewer bits keep the lower bits; to `bool`, everything but 0 is true; to 16 bits, the nearest value is taken.
    public func converted(to elementType: ElementType) -> Tensor {
        if elementType == self.elementType { return self }
        let storage: Storage =
            switch elementType {
            case .float32: .float32(elements(of: Float.self))
            case .int32: .int32(elements(of: Int32.self))
            case .uint8: .uint8(elements(of: UInt8.self))
            case .uint32: .uint32(elements(of: UInt32.self))
            case .bool: .bool(elements(of: Bool.self))
            case .float64: .float64(elements(of: Double.self))
            case .float16: .float16(elements(of: Float.self).map(\.halfBits))
            case .bfloat16: .bfloat16(elements(of: Float.self).map(\.brainBits))
            }
        return Tensor(shape: shape, storage: storage)
    }

    /// The elements as Swift numbers, in row-major order, converted as ``converted(to:)`` does where the type differs.
    public func scalars<Scalar: TensorScalar>(as type: Scalar.Type) -> [Scalar] {
        let stored: [Scalar]? =
            switch Scalar.elementType {
            case .float32: elements(of: Float.self).identical(Scalar.self)
            case .float64: elements(of: Double.self).identical(Scalar.self)
            case .uint8: elements(of: UInt8.self).identical(Scalar.self)
            case .uint32: elements(of: UInt32.self).identical(Scalar.self)
            case .bool: elements(of: Bool.self).identical(Scalar.self)
            case .int32 where Scalar.self == Int32.self: elements(of: Int32.self).identical(Scalar.self)
            case .int32, .float16, .bfloat16: nil
            }
        return stored ?? doubles.map { Scalar.nearest(to: $0) }
    }

    /// The elements as `Float`, whatever their type.
    package var floats: [Float] { elements(of: Float.self) }

    /// The elements as an array of one Swift type; where the tensor stores that type, its own array.
    @inline(__always)
    package func elements<Target: StoredElement>(of type: Target.Type) -> [Target] {
        switch storage {
        case .float32(let values): values.identical(Target.self) ?? values.mapped { $0.converted() }
        case .int32(let values): values.identical(Target.self) ?? values.mapped { $0.converted() }
        case .uint8(let values): values.identical(Target.self) ?? values.mapped { $0.converted() }
        case .uint32(let values): values.identical(Target.self) ?? values.mapped { $0.converted() }
        case .bool(let values): values.identical(Target.self) ?? values.mapped { $0.converted() }
        case .float64(let values): values.identical(Target.self) ?? values.mapped { $0.converted() }
        case .float16(let values): values.mapped { Float(halfBits: $0).converted() }
        case .bfloat16(let values): values.mapped { Float(bitPattern: UInt32($0) << 16).converted() }
        }
    }
}

extension Array {
    /// This very array where its elements are of the type asked for, else `nil`. (`as? [Target]` looks at each element.)
    @inline(__always)
    package func identical<Target>(_ type: Target.Type) -> [Target]? {
        Element.self == Target.self ? (self as Any) as? [Target] : nil
    }

    /// `map` as a plain loop over memory, which the compiler turns into vector instructions.
    @inline(__always)
    package func mapped<Target>(_ transform: (Element) -> Target) -> [Target] {
        withUnsafeBufferPointer { source in
            [Target](unsafeUninitializedCapacity: source.count) { target, count in
                for index in 0..<source.count { (target.baseAddress! + index).initialize(to: transform(source[index])) }
                count = source.count
            }
        }
    }
}
