import SumiGraph
import SumiTensor

/// Normal noise of mean 0, added while training.
///
/// At inference, and with a deviation of 0, the output is the input itself.
///
/// - Input and output: any shape
///
/// Source: `keras/src/layers/regularization/gaussian_noise.py`, Keras 3.15.
public struct GaussianNoise: Layer, Codable {
    /// The standard deviation of the noise.
    public var stddev: Double
    /// What the layer's random numbers follow from; the model's seed and the layer's place where it is `nil`.
    public var seed: Int?

    /// - Parameter stddev: the noise's standard deviation.
    public init(_ stddev: Double, seed: Int? = nil) {
        self.stddev = stddev
        self.seed = seed
    }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require(stddev >= 0 && stddev.isFinite, "stddev is \(stddev); it must be 0 or more") else {
            return scope.failed
        }
        guard scope.isTraining, stddev > 0 else { return x }
        return x + scope.randomNormal(x.shape, seed: seed) * stddev
    }
}
