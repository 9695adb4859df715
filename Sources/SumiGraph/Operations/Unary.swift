import SumiTensor

/// Functions applied to each element. The result has the operand's shape and element type.
public enum UnaryOperation: String, CaseIterable, Hashable, Sendable {
    /// −x, |x|, the sign (−1, 0 or 1), the largest whole number not above x, the nearest one (halves to the even one).
    case negate, absolute, sign, floor, round
    /// eˣ, eˣ − 1, the natural logarithm, log(1 + x), √x, 1 / √x.
    case exp, expMinusOne, log, logOnePlus, sqrt, reciprocalSqrt
    /// sin x, cos x, the hyperbolic tangent, 1 / (1 + e⁻ˣ), log(1 + eˣ), the error function, max(x, 0).
    case sine, cosine, tanh, sigmoid, softplus, erf, relu
    /// Of bool.
    case not

    func resultType(_ x: TensorType) throws(ShapeError) -> TensorType {
        let fits =
            switch self {
            case .not: x.elementType == .bool
            case .negate, .absolute, .sign, .relu: x.elementType == .float32 || x.elementType == .int32
            default: x.elementType == .float32
            }
        guard fits else { throw ShapeError("\(rawValue) of \(x): not for elements of type \(x.elementType)") }
        return x
    }

    /// What reaches `x` when `dy` reaches `y`; `nil` where the function is flat.
    func gradient(_ x: TracedTensor, _ y: TracedTensor, _ dy: TracedTensor) -> TracedTensor? {
        switch self {
        case .negate: -dy
        case .absolute: dy * x.sign()
        case .sign, .floor, .round, .not: nil
        case .exp: dy * y
        case .expMinusOne: dy * (y + 1)
        case .log: dy / x
        case .logOnePlus: dy / (x + 1)
        case .sqrt: dy / (y + y)
        case .reciprocalSqrt: dy * (-0.5 * y / x)
        case .sine: dy * x.cosine()
        case .cosine: -(dy * x.sine())
        case .tanh: dy * (1 - y * y)
        case .sigmoid: dy * (y * (1 - y))
        case .softplus: dy * x.sigmoid()
        case .erf: dy * ((-(x * x)).exp() * Self.twoOverRootPi)
        case .relu: (y .> 0).select(dy, dy.zeros())
        }
    }

    /// 2/√π, the derivative of erf at 0.
    private static let twoOverRootPi = 1.1283791670955126
}
