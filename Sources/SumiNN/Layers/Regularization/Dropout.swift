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
    /// The share that is dropped, from 0 to 1.
    public var rate: Double
    /// What the layer's random numbers follow from; the model's seed and the layer's place where it is `nil`.
    public var seed: Int?
    /// The shape of the random mask, which is repeated to the input's; `nil` entries are the input's own size.
    public var noiseShape: [Int?]?

    /// A layer with these settings, each of which is described at its property.
    public init(_ rate: Double, noiseShape: [Int?]? = nil, seed: Int? = nil) {
        self.rate = rate
        self.seed = seed
        self.noiseShape = noiseShape
    }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require(rate >= 0 && rate <= 1, "rate is \(rate); it must be from 0 to 1") else {
            return scope.failed
        }
        guard scope.isTraining, rate > 0 else { return x }
        guard let shape = scope.noiseShape(noiseShape, of: x) else { return scope.failed }
        return x.droppingOut(rate, mask: shape, seed: seed, in: scope)
    }
}

extension TracedTensor {
    /// This tensor with a random share `rate` of the mask's elements set to 0, and the others divided by 1 − rate.
    func droppingOut(_ rate: Double, mask: Shape, seed: Int?, in scope: Scope) -> TracedTensor {
        if rate >= 1 { return zeros() }
        return scope.kept(rate, mask, seed: seed).select(self * (1 / (1 - rate)), zeros())
    }
}
