import SumiGraph
import SumiTensor

/// Multiplies by normal noise of mean 1 and deviation `√(rate / (1 − rate))` while training.
///
/// At inference, and with a rate of 0, the output is the input itself.
///
/// - Input and output: any shape
///
/// Source: Srivastava et al., 2014; `keras/src/layers/regularization/gaussian_dropout.py`, Keras 3.15.
public struct GaussianDropout: Layer, Codable {
    /// The share that is dropped, from 0 to 1.
    public var rate: Double
    /// What the layer's random numbers follow from; the model's seed and the layer's place where it is `nil`.
    public var seed: Int?

    /// - Parameter rate: the share that a ``Dropout`` with as much noise would drop.
    public init(_ rate: Double, seed: Int? = nil) {
        self.rate = rate
        self.seed = seed
    }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require(rate >= 0 && rate < 1, "rate is \(rate); it must be 0 or more and less than 1") else {
            return scope.failed
        }
        guard scope.isTraining, rate > 0 else { return x }
        let deviation = (rate / (1 - rate)).squareRoot()
        return x * (scope.randomNormal(x.shape, seed: seed) * deviation + 1)
    }
}
