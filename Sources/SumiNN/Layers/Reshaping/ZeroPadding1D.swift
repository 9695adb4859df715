import SumiGraph
import SumiTensor

/// Steps of zeros before and after sequences.
///
/// - Input: `[batch, steps, channels]`, or `[batch, channels, steps]` where ``dataFormat`` says so
/// - Output: the same, longer
///
/// Source: `keras/src/layers/reshaping/zero_padding1d.py`, Keras 3.15.
public struct ZeroPadding1D: Layer, Codable {
    /// Before and after.
    public var padding: [Int]
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat

    /// - Parameter padding: as many at both ends, or `[before, after]`.
    public init(_ padding: some IntOrList = 1, dataFormat: ImageDataFormat? = nil) {
        self.padding = padding.repeated(2)
        self.dataFormat = dataFormat ?? .current
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSpatial(x, rank: 1, dataFormat), scope.requireEnds([padding], "padding", rank: 1) else {
            return scope.failed
        }
        return x.padded(dataFormat.atSpatialAxes([PadAmount(low: padding[0], high: padding[1])], PadAmount()))
    }
}
