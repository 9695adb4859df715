import SumiGraph
import SumiTensor

/// Sets a random share `rate` of the elements to SELU's lowest value while training, and scales all so that mean and
/// variance stay.
///
/// At inference, and with a rate of 0, the output is the input itself.
///
/// - Input and output: any shape
///
/// Source: Klambauer et al., "Self-normalizing neural networks", 2017;
/// `keras/src/layers/regularization/alpha_dropout.py`, Keras 3.15.
public struct AlphaDropout: Layer, Codable {
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

    /// −α · scale of SELU: what it tends to.
    private static let lowest = -1.6732632423543772 * 1.0507009873554805

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require(rate >= 0 && rate < 1, "rate is \(rate); it must be 0 or more and less than 1") else {
            return scope.failed
        }
        guard scope.isTraining, rate > 0 else { return x }
        guard let shape = scope.noiseShape(noiseShape, of: x) else { return scope.failed }
        let factor = 1 / ((1 - rate) * (1 + rate * Self.lowest * Self.lowest)).squareRoot()
        let isKept = scope.kept(rate, shape, seed: seed).broadcast(to: x.shape)
        return isKept.select(x, Self.lowest) * factor - factor * Self.lowest * rate
    }
}
