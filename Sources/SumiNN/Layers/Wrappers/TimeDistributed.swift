import SumiGraph
import SumiTensor

/// One layer for every step of a sequence, with the same weights.
///
/// - Input: `[batch, steps, …]`
/// - Output: `[batch, steps, …]`, each step as the layer makes it of `[batch, …]`
/// - Weights: those of the layer
///
/// Source: `keras/src/layers/rnn/time_distributed.py`, Keras 3.15.
public struct TimeDistributed: Layer, Codable {
    private var inner: WrappedLayer

    private enum CodingKeys: String, CodingKey { case inner = "layer" }

    /// The layer that sees each step.
    public var layer: any AnyLayer { inner.layer }

    /// - Parameters:
    ///   - layer: one of Keras' layers, or your own, with one input and one output.
    ///   - name: the layer's name in the paths of weights.
    public init(_ layer: some AnyLayer, name: String? = nil) { inner = WrappedLayer(layer, name: name) }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard
            scope.require(
                x.isFailed || x.rank >= 3,
                "takes an input [batch, steps, …] of three axes or more, and receives \(x.shape)"),
            let count = scope.product(x.dimension(0), x.dimension(1), "batch and steps")
        else { return scope.failed }
        let steps = x.reshaped(Shape([count] + x.shape.dimensions.dropFirst(2)))
        let child = scope.child(inner.name, index: 0, isTrainable: inner.isTrainable)
        let outputs = layer.trace([steps], in: child)
        guard scope.require(outputs.count == 1, "the layer inside has \(outputs.count) outputs; it must have one"),
            scope.require(
                outputs[0].isFailed || outputs[0].rank > 0 && outputs[0].dimension(0) == count,
                "the layer inside makes \(outputs[0].shape) of \(steps.shape): the first axis must stay")
        else { return scope.failed }
        let y = outputs[0]
        if y.isFailed { return y }
        return y.reshaped(Shape([x.dimension(0), x.dimension(1)] + y.shape.dimensions.dropFirst()))
    }
}
