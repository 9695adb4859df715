import SumiGraph
import SumiTensor

/// x above `threshold`, limited to `maxValue`; below it, `negativeSlope` (x − threshold).
///
/// - Input and output: any shape
///
/// Source: `keras/src/layers/activations/relu.py`, Keras 3.15.
public struct ReLU: Layer, Codable {
    /// The largest output; none where it is `nil`.
    public var maxValue: Double?
    /// The slope below the threshold.
    public var negativeSlope: Double
    /// Where the line begins.
    public var threshold: Double

    /// A layer with these settings, each of which is described at its property.
    public init(maxValue: Double? = nil, negativeSlope: Double = 0, threshold: Double = 0) {
        self.maxValue = maxValue
        self.negativeSlope = negativeSlope
        self.threshold = threshold
    }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require((maxValue ?? 0) >= 0, "maxValue is \(maxValue ?? 0); it must not be negative"),
            scope.require(negativeSlope >= 0, "negativeSlope is \(negativeSlope); it must not be negative"),
            scope.require(threshold >= 0, "threshold is \(threshold); it must not be negative")
        else { return scope.failed }
        return Activation.relu(negativeSlope: negativeSlope, maxValue: maxValue, threshold: threshold)(x)
    }
}
