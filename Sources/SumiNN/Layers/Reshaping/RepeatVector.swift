import SumiGraph
import SumiTensor

/// Each sample `n` times, one after the other.
///
/// - Input: `[batch, features]`
/// - Output: `[batch, n, features]`
///
/// Source: `keras/src/layers/reshaping/repeat_vector.py`, Keras 3.15.
public struct RepeatVector: Layer, Codable {
    /// How often the vector is repeated.
    public var n: Int

    /// A layer with these settings, each of which is described at its property.
    public init(_ n: Int) { self.n = n }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSizes([n], "n", rank: 1),
            scope.require(x.isFailed || x.rank == 2, "takes an input [batch, features], and receives \(x.shape)")
        else { return scope.failed }
        return x.expandingDimensions(at: 1).broadcast(to: [x.dimension(0), n, x.dimension(1)])
    }
}
