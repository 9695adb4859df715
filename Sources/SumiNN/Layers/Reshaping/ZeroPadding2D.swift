import SumiGraph
import SumiTensor

/// Rows and columns of zeros around images.
///
/// - Input: `[batch, height, width, channels]`, or `[batch, channels, height, width]` where ``dataFormat`` says so
/// - Output: the same, higher and wider
///
/// Source: `keras/src/layers/reshaping/zero_padding2d.py`, Keras 3.15.
public struct ZeroPadding2D: Layer, Codable {
    /// Above and below, left and right.
    public var padding: [[Int]]
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat

    /// As many on every side.
    public init(_ padding: Int = 1, dataFormat: ImageDataFormat? = nil) {
        self.init([padding, padding], dataFormat: dataFormat)
    }

    /// As many rows above and below as `padding[0]`, and columns left and right as `padding[1]`.
    public init(_ padding: [Int], dataFormat: ImageDataFormat? = nil) {
        self.init(padding.map { [$0, $0] }, dataFormat: dataFormat)
    }

    /// `[[above, below], [left, right]]`.
    public init(_ padding: [[Int]], dataFormat: ImageDataFormat? = nil) {
        self.padding = padding
        self.dataFormat = dataFormat ?? .current
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSpatial(x, rank: 2, dataFormat), scope.requireEnds(padding, "padding", rank: 2) else {
            return scope.failed
        }
        return x.padded(dataFormat.atSpatialAxes(padding.map { PadAmount(low: $0[0], high: $0[1]) }, PadAmount()))
    }
}
