import SumiGraph
import SumiTensor

/// Sequences without their first and last steps.
///
/// - Input: `[batch, steps, channels]`
/// - Output: the same, shorter
///
/// Source: `keras/src/layers/reshaping/cropping1d.py`, Keras 3.15.
public struct Cropping1D: Layer, Codable {
    /// Before and after.
    public var cropping: [Int]

    /// - Parameter cropping: as many at both ends, or `[before, after]`.
    public init(_ cropping: some IntOrList = 1) { self.cropping = cropping.repeated(2) }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSpatial(x, rank: 1, .channelsLast), scope.requireEnds([cropping], "cropping", rank: 1) else {
            return scope.failed
        }
        return x.cropped([cropping], axes: [1], in: scope)
    }
}
