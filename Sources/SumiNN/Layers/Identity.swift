import SumiGraph

/// The input itself.
///
/// - Input and output: any shape
///
/// Source: `keras/src/layers/core/identity.py`, Keras 3.15.
public struct Identity: Layer, Codable {
    /// A layer; it has no settings.
    public init() {}

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor { x }
}
