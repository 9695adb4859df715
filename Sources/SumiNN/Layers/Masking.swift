import SumiGraph
import SumiTensor

/// Leaves out steps whose features are all equal to a value: layers after this one pass them over.
///
/// - Input: `[batch, steps, features]`
/// - Output: the same, such steps as zeros, with a mask `[batch, steps]`
///
/// Source: `keras/src/layers/core/masking.py`, Keras 3.15.
public struct Masking: Layer, Codable {
    /// What all features of a step are that is left out.
    public var maskValue: Double

    /// A layer with these settings, each of which is described at its property.
    public init(_ maskValue: Double = 0) { self.maskValue = maskValue }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard
            scope.require(
                x.isFailed || x.rank >= 2, "takes an input [batch, steps, features], and receives \(x.shape)")
        else { return scope.failed }
        // A maximum of 0 and 1: whether any feature says something.
        let mask = (x .!= maskValue).converted(to: .float32).max(axes: [-1]) .> 0
        let y = mask.expandingDimensions(at: -1).select(x, x.zeros())
        y.remember(mask: mask)
        return y
    }
}
