extension ElementType {
    /// The type in which two tensors are computed with, one element of each.
    ///
    /// |            | bool    | uint8   | int32   | uint32  | float32 | float64 |
    /// | ---        | ---     | ---     | ---     | ---     | ---     | ---     |
    /// | **bool**   | bool    | uint8   | int32   | uint32  | float32 | float64 |
    /// | **uint8**  | uint8   | uint8   | int32   | uint32  | float32 | float64 |
    /// | **int32**  | int32   | int32   | int32   | float64 | float32 | float64 |
    /// | **uint32** | uint32  | uint32  | float64 | uint32  | float32 | float64 |
    /// | **float32**| float32 | float32 | float32 | float32 | float32 | float64 |
    /// | **float64**| float64 | float64 | float64 | float64 | float64 | float64 |
    ///
    /// `float16` and `bfloat16` are storage and count as `float32`. That is NumPy's table where NumPy's result is one of
    /// these types, with two differences: `float32` with whole numbers stays `float32`, as in Keras; and `int32` with
    /// `uint32` is `float64`, which holds both.
    ///
    /// A Swift number takes the tensor's type where that can hold it: `pixels + 1` is `uint8`, `pixels + 300` and
    /// `pixels - 0.5` are `int32` and `float32`. Division always gives floating point: `pixels / 255` is `float32`.
    public func promoted(with other: ElementType) -> ElementType {
        let (first, second) = (computed, other.computed)
        switch (first, second) {
        case (.float64, _), (_, .float64): return .float64
        case (.float32, _), (_, .float32): return .float32
        case (.int32, .uint32), (.uint32, .int32): return .float64
        default: return first.width >= second.width ? first : second
        }
    }

    /// The type in which a tensor of this type is computed with.
    package var computed: ElementType { self == .float16 || self == .bfloat16 ? .float32 : self }

    /// The type of a quotient, a mean, a logarithm.
    package var floating: ElementType { self == .float64 ? .float64 : .float32 }

    /// The type in which a tensor of this type and a Swift number are computed with.
    package func promoted(with scalar: some TensorScalar) -> ElementType {
        let own = computed
        let value = scalar.scalarValue
        switch type(of: scalar).elementType {
        case .bool: return own
        case .float32, .float64, .float16, .bfloat16: return own.isFloatingPoint ? own : .float32
        case .int32, .uint8, .uint32:
            if own.isFloatingPoint { return own }
            let fits = own == .uint8 && (0...255).contains(value) || own == .uint32 && (0...0xFFFF_FFFF).contains(value)
            if fits { return own }
            let small = Double(Int32.min)...Double(Int32.max)
            return own != .uint32 && small.contains(value) ? .int32 : .float64
        }
    }

    /// Orders the whole-number types by what they can hold.
    private var width: Int {
        switch self {
        case .bool: 0
        case .uint8: 1
        case .int32, .uint32, .float16, .bfloat16, .float32, .float64: 2
        }
    }
}
