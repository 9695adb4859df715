import SumiGraph
import SumiTensor

/// Division of each sample by its length, `x / √Σ x²`, with the sum over ``axis``. A sample of zeros stays one.
///
/// - Input and output: any shape with the axes ``axis``
///
/// Source: `keras/src/layers/normalization/unit_normalization.py`, Keras 3.15.
public struct UnitNormalization: Layer, Codable {
    /// The axis along which the layer works, or several; negative ones count from the end.
    public var axis: AxisOrList

    /// - Parameter axis: one axis or several.
    public init(axis: some IntOrList = -1) { self.axis = AxisOrList(axis) }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard let axes = scope.axes(axis, of: x) else { return scope.failed }
        return x.unit(axes: axes)
    }
}

extension TracedTensor {
    /// This tensor divided by its length along `axes`, which is never taken as shorter than 1e-12, Keras' bound.
    func unit(axes: [Int]) -> TracedTensor {
        let square = squared().sum(axes: axes, keepingDimensions: true)
        return self * square.maximum(1e-24).reciprocalSquareRoot()
    }
}
