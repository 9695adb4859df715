import SumiGraph
import SumiTensor

/// Each step `size` times, one after the other.
///
/// - Input: `[batch, steps, channels]`
/// - Output: `[batch, steps · size, channels]`
///
/// Source: `keras/src/layers/reshaping/up_sampling1d.py`, Keras 3.15.
public struct UpSampling1D: Layer, Codable {
    /// How often each cell is repeated.
    public var size: Int

    /// A layer with these settings, each of which is described at its property.
    public init(_ size: Int = 2) { self.size = size }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSizes([size], "size", rank: 1), scope.requireSpatial(x, rank: 1, .channelsLast) else {
            return scope.failed
        }
        return x.repeated(size, axis: 1, in: scope)
    }
}
