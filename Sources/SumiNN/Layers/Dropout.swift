import SumiGraph
import SumiTensor

/// Sets a random share `rate` of the elements to 0 while training, and divides the others by 1 − rate.
///
/// At inference, and with a rate of 0, the output is the input itself. A rate of 1 gives zeros.
///
/// - Input and output: any shape
///
/// Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014;
/// `keras/src/layers/regularization/dropout.py`, Keras 3.15.
public struct Dropout: Layer, Codable {
    public var rate: Double
    public var seed: Int?
    /// The shape of the random mask, which is repeated to the input's; `nil` entries are the input's own size.
    public var noiseShape: [Int?]?

    public init(_ rate: Double, noiseShape: [Int?]? = nil, seed: Int? = nil) {
        self.rate = rate
        self.seed = seed
        self.noiseShape = noiseShape
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require(rate >= 0 && rate <= 1, "rate is \(rate); it must be from 0 to 1") else {
            return scope.failed
        }
        guard scope.isTraining, rate > 0 else { return x }
        guard let shape = maskShape(x, scope) else { return scope.failed }
        return x.droppingOut(rate, mask: shape, seed: seed, in: scope)
    }

    private func maskShape(_ x: TracedTensor, _ scope: Scope) -> Shape? {
        guard let noiseShape else { return x.shape }
        let sizes = noiseShape.count == x.rank ? zip(noiseShape, x.shape.dimensions).map { $0 ?? $1 } : []
        let fits = sizes.count == x.rank && zip(sizes, x.shape.dimensions).allSatisfy { $0 == 1 || $0 == $1 }
        let text = noiseShape.map { $0.map(String.init) ?? "nil" }.joined(separator: ", ")
        guard scope.require(fits, "noiseShape [\(text)] must have a 1 or the input's size for each axis of \(x.shape)")
        else { return nil }
        return Shape(sizes)
    }
}

extension TracedTensor {
    /// This tensor with a random share `rate` of the mask's elements set to 0, and the others divided by 1 − rate.
    func droppingOut(_ rate: Double, mask: Shape, seed: Int?, in scope: Scope) -> TracedTensor {
        if rate >= 1 { return zeros() }
        // Whole numbers are compared, so that every engine drops the same elements.
        let limit = (rate * 0x1p32).rounded(.down)
        let isKept = scope.randomBits(mask, seed: seed) .>= limit
        return isKept.select(self * (1 / (1 - rate)), zeros())
    }
}
