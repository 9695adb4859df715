import SumiGraph
import SumiTensor

/// The first input less the second.
///
/// - Input: two tensors whose shapes broadcast; one with fewer axes gets axes of size 1 after the batch
/// - Output: their common shape
///
/// Source: `keras/src/layers/merging/subtract.py`, Keras 3.15.
public struct Subtract: MergingLayer, Codable {
    /// A layer; it has no settings.
    public init() {}

    public var maskRule: MaskRule { .passes }

    public func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor {
        guard scope.require(inputs.count == 2, "takes two inputs and receives \(inputs.count)") else {
            return scope.failed
        }
        return scope.merged(inputs) { $0 - $1 }
    }
}
