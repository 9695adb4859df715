#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Functions of each element. The result is floating point: float64 of float64, else float32, computed in Double.
extension Tensor {
    /// eˣ, element by element.
    public func exp() -> Tensor { mapping(Self.libraryExp) }
    /// The natural logarithm: -infinity of 0, NaN below.
    public func log() -> Tensor { mapping(Self.libraryLog) }
    /// The square root, NaN below 0.
    public func squareRoot() -> Tensor { mapping { $0.squareRoot() } }
    /// Each element to the power of `exponent`.
    public func power(_ exponent: Double) -> Tensor { mapping { Self.libraryPower($0, exponent) } }

    /// The nearest whole number, halves to the even one, as NumPy's `round`. Whole-number tensors stay as they are.
    public func rounded() -> Tensor {
        elementType.isFloatingPoint ? mapping { $0.rounded(.toNearestOrEven) } : self
    }

    /// Without the sign, in the tensor's type. The smallest `int32`, which has no opposite, stays.
    public func magnitude() -> Tensor {
        switch storage {
        case .uint8, .uint32, .bool: self
        case .int32(let values):
            Tensor(shape: shape, storage: .int32(values.mapped { $0 < 0 ? 0 &- $0 : $0 }))
        case .float32, .float64, .float16, .bfloat16: mapping(\.magnitude)
        }
    }

    private func mapping(_ function: (Double) -> Double) -> Tensor {
        let storage: Storage =
            elementType == .float64
            ? .float64(doubles.mapped(function)) : .float32(floats.mapped { Float(function(Double($0))) })
        return Tensor(shape: shape, storage: storage)
    }

    // Inside `Tensor` the plain names mean the methods above.
    private static let libraryExp: @Sendable (Double) -> Double = { _exp($0) }
    private static let libraryLog: @Sendable (Double) -> Double = { _log($0) }
    private static let libraryPower: @Sendable (Double, Double) -> Double = { pow($0, $1) }
}

private func _exp(_ x: Double) -> Double { exp(x) }
private func _log(_ x: Double) -> Double { log(x) }
