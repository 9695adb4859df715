import SumiGraph
import SumiTensor

/// x above 0, else `alpha` (exp(x) − 1).
///
/// - Input and output: any shape
///
/// Source: `keras/src/layers/activations/elu.py`, Keras 3.15.
public struct ELU: Layer, Codable {
    /// What the exponential below 0 is multiplied with.
    public var alpha: Double

    /// A layer with these settings, each of which is described at its property.
    public init(alpha: Double = 1) { self.alpha = alpha }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor { Activation.elu(alpha: alpha)(x) }
}
