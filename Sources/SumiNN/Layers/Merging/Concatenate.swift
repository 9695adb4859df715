import SumiGraph
import SumiTensor

/// The inputs one after the other along `axis`.
///
/// - Input: tensors whose shapes differ along `axis` only
/// - Output: the same shape, longer along `axis`
///
/// Source: `keras/src/layers/merging/concatenate.py`, Keras 3.15.
public struct Concatenate: MergingLayer, Codable {
    /// The axis along which the layer works, or several; negative ones count from the end.
    public var axis: Int

    /// A layer with these settings, each of which is described at its property.
    public init(axis: Int = -1) { self.axis = axis }

    public func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor {
        guard scope.require(!inputs.isEmpty, "takes one input or more and receives none"),
            scope.require(
                inputs[0].shape.axis(axis) != nil, "there is no axis \(axis) in an input of shape \(inputs[0].shape)")
        else { return scope.failed }
        let y = TracedTensor.concatenated(inputs, axis: axis) ?? scope.failed
        if let mask = mask(of: inputs) { y.remember(mask: mask) }
        return y
    }

    /// Steps one after the other, where the inputs are; else the steps that count in one of them. An input without a
    /// mask counts whole.
    private func mask(of inputs: [TracedTensor]) -> TracedTensor? {
        guard let first = inputs.first, first.rank >= 3, inputs.contains(where: { $0.mask != nil }),
            let axis = first.shape.axis(axis), axis > 0, inputs.allSatisfy({ !$0.isFailed })
        else { return nil }
        let masks = inputs.map { input in
            input.mask ?? input.trace.constant(1).broadcast(to: [input.dimension(0), input.dimension(1)]) .> 0
        }
        return axis == 1
            ? TracedTensor.concatenated(masks, axis: 1) : masks.dropFirst().reduce(masks[0]) { $0.or($1) }
    }
}
