import SumiGraph
import SumiTensor

/// What a model can hold: settings, and one function that says what they compute.
///
/// Most layers have one input and one output and conform to ``Layer``; those that merge several inputs conform to
/// ``MergingLayer``. Only what has several outputs conforms to this directly.
public protocol AnyLayer: Sendable {
    /// Keras' class name, from which automatic names follow: `Conv2D` becomes `conv2d`, `conv2d_1`, ….
    static var className: String { get }

    /// What becomes of the input's mask; it is dropped where a layer does not say.
    var maskRule: MaskRule { get }

    /// How many outputs the layer has: 1 where it does not say.
    var outputCount: Int { get }

    /// The outputs for `inputs`. Weights are declared where they are used, in every mode and in one order.
    func trace(_ inputs: [TracedTensor], in scope: Scope) -> [TracedTensor]
}

/// A layer with one input and one output.
public protocol Layer: AnyLayer {
    /// The output for `x`. Weights are declared where they are used, in every mode and in one order.
    func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor
}

/// A layer that makes one output of several inputs.
public protocol MergingLayer: AnyLayer {
    /// The output for `inputs`. Weights are declared where they are used, in every mode and in one order.
    func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor
}

extension AnyLayer {
    /// The type's own name, which is Keras' for every built-in layer.
    public static var className: String { String(describing: Self.self) }

    public var outputCount: Int { 1 }
}

extension Layer {
    public func trace(_ inputs: [TracedTensor], in scope: Scope) -> [TracedTensor] {
        guard scope.require(inputs.count == 1, "takes one input and receives \(inputs.count)") else {
            return [scope.failed]
        }
        return [trace(inputs[0], in: scope)]
    }
}

extension MergingLayer {
    public func trace(_ inputs: [TracedTensor], in scope: Scope) -> [TracedTensor] {
        [trace(merging: inputs, in: scope)]
    }
}
