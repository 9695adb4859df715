import SumiGraph
import SumiTensor

/// The inputs one after the other along `axis`.
///
/// - Input: tensors whose shapes differ along `axis` only
/// - Output: the same shape, longer along `axis`
///
/// Source: `keras/src/layers/merging/concatenate.py`, Keras 3.15.
public struct Concatenate: MergingLayer, Codable {
    public var axis: Int

    public init(axis: Int = -1) { self.axis = axis }

    public func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor {
        guard scope.require(!inputs.isEmpty, "takes one input or more and receives none"),
            scope.require(
                inputs[0].shape.axis(axis) != nil, "there is no axis \(axis) in an input of shape \(inputs[0].shape)")
        else { return scope.failed }
        return TracedTensor.concatenated(inputs, axis: axis) ?? scope.failed
    }
}
