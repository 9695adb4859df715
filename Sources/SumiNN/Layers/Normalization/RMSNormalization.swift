import SumiGraph
import SumiTensor

/// Division of each sample by its root mean square, `x / √(mean(x²) + ε) · scale`, with the mean over ``axis``.
///
/// - Input and output: any shape with the axes ``axis``
/// - Weights: `scale`, of the sizes along ``axis``
///
/// Source: Zhang and Sennrich, 2019; `keras/src/layers/normalization/rms_normalization.py`, Keras 3.15.
public struct RMSNormalization: Layer, Codable {
    /// The axis along which the layer works, or several; negative ones count from the end.
    public var axis: AxisOrList
    /// Added so that nothing is divided by 0.
    public var epsilon: Double

    /// - Parameter axis: one axis or several.
    public init(axis: some IntOrList = -1, epsilon: Double = 1e-6) {
        self.axis = AxisOrList(axis)
        self.epsilon = epsilon
    }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard let axes = scope.axes(axis, of: x),
            scope.require(epsilon > 0, "epsilon is \(epsilon); it must be above 0")
        else { return scope.failed }
        let scale = scope.weight("scale", Shape(axes.map { x.dimension($0) }), .ones)
        let square = x.squared().mean(axes: axes, keepingDimensions: true)
        return x * (square + epsilon).reciprocalSquareRoot() * scale.spread(along: axes, of: x)
    }
}
