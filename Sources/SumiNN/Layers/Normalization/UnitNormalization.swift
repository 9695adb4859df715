import SumiGraph
import SumiTensor

/// Division of each sample by its length, `x / √Σ x²`, with the sum over ``axis``. A sample of zeros stays one.
///
/// - Input and output: any shape with the axes ``axis``
///
/// Source: `keras/src/layers/normalization/unit_normalization.py`, Keras 3.15.
public struct UnitNormalization: Layer, Codable {
    public var axis: AxisOrList

    /// - Parameter axis: one axis or several.
    public init(axis: some IntOrList = -1) { self.axis = AxisOrList(axis) }

    /// No length is taken as shorter than 1e-12, Keras' bound.
    private static let smallestSquare = 1e-24

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard let axes = scope.axes(axis, of: x) else { return scope.failed }
        let square = x.squared().sum(axes: axes, keepingDimensions: true)
        return x * square.maximum(Self.smallestSquare).reciprocalSquareRoot()
    }
}
