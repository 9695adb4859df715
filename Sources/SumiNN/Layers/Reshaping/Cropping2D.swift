import SumiGraph
import SumiTensor

/// Images without their outer rows and columns.
///
/// - Input: `[batch, height, width, channels]`, or `[batch, channels, height, width]` where ``dataFormat`` says so
/// - Output: the same, lower and narrower
///
/// Source: `keras/src/layers/reshaping/cropping2d.py`, Keras 3.15.
public struct Cropping2D: Layer, Codable {
    /// Above and below, left and right.
    public var cropping: [[Int]]
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat

    /// As many on every side.
    public init(_ cropping: Int, dataFormat: ImageDataFormat? = nil) {
        self.init([cropping, cropping], dataFormat: dataFormat)
    }

    /// As many rows above and below as `cropping[0]`, and columns left and right as `cropping[1]`.
    public init(_ cropping: [Int], dataFormat: ImageDataFormat? = nil) {
        self.init(cropping.map { [$0, $0] }, dataFormat: dataFormat)
    }

    /// `[[above, below], [left, right]]`.
    public init(_ cropping: [[Int]] = [[0, 0], [0, 0]], dataFormat: ImageDataFormat? = nil) {
        self.cropping = cropping
        self.dataFormat = dataFormat ?? .current
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSpatial(x, rank: 2, dataFormat), scope.requireEnds(cropping, "cropping", rank: 2) else {
            return scope.failed
        }
        return x.cropped(cropping, axes: dataFormat.spatialAxes(rank: 2), in: scope)
    }
}
