import SumiGraph
import SumiTensor

/// The mean of all inputs.
///
/// - Input: two or more tensors whose shapes broadcast; one with fewer axes gets axes of size 1 after the batch
/// - Output: their common shape
///
/// Source: `keras/src/layers/merging/average.py`, Keras 3.15.
public struct Average: MergingLayer, Codable {
    /// A layer; it has no settings.
    public init() {}

    public var maskRule: MaskRule { .passes }

    public func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor {
        scope.merged(inputs) { $0 + $1 } / Double(max(inputs.count, 1))
    }
}
