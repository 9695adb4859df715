import SumiGraph
import SumiTensor

/// x above 0, else `negativeSlope` · x. (The activation ``Activation/leakyReLU`` has another default: 0.2.)
///
/// - Input and output: any shape
///
/// Source: `keras/src/layers/activations/leaky_relu.py`, Keras 3.15.
public struct LeakyReLU: Layer, Codable {
    /// The slope below the threshold.
    public var negativeSlope: Double

    /// A layer with these settings, each of which is described at its property.
    public init(negativeSlope: Double = 0.3) { self.negativeSlope = negativeSlope }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        Activation.leakyReLU(slope: negativeSlope)(x)
    }
}
