import SumiGraph
import SumiTensor

/// Cells of zeros around volumes.
///
/// - Input: `[batch, depth, height, width, channels]`, or with the channels second where ``dataFormat`` says so
/// - Output: the same, larger
///
/// Source: `keras/src/layers/reshaping/zero_padding3d.py`, Keras 3.15.
public struct ZeroPadding3D: Layer, Codable {
    /// Before and after, along depth, height and width.
    public var padding: [[Int]]
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat

    /// As many on every side.
    public init(_ padding: Int = 1, dataFormat: ImageDataFormat? = nil) {
        self.init([padding, padding, padding], dataFormat: dataFormat)
    }

    /// As many before and after as `padding` says for each axis.
    public init(_ padding: [Int], dataFormat: ImageDataFormat? = nil) {
        self.init(padding.map { [$0, $0] }, dataFormat: dataFormat)
    }

    /// `[[before, after], …]` for each axis.
    public init(_ padding: [[Int]], dataFormat: ImageDataFormat? = nil) {
        self.padding = padding
        self.dataFormat = dataFormat ?? .current
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSpatial(x, rank: 3, dataFormat), scope.requireEnds(padding, "padding", rank: 3) else {
            return scope.failed
        }
        return x.padded(dataFormat.atSpatialAxes(padding.map { PadAmount(low: $0[0], high: $0[1]) }, PadAmount()))
    }
}
