import SumiGraph
import SumiTensor

/// Volumes without their outer cells.
///
/// - Input: `[batch, depth, height, width, channels]`, or with the channels second where ``dataFormat`` says so
/// - Output: the same, smaller
///
/// Source: `keras/src/layers/reshaping/cropping3d.py`, Keras 3.15.
public struct Cropping3D: Layer, Codable {
    /// Before and after, along depth, height and width.
    public var cropping: [[Int]]
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat

    /// As many on every side.
    public init(_ cropping: Int = 1, dataFormat: ImageDataFormat? = nil) {
        self.init([cropping, cropping, cropping], dataFormat: dataFormat)
    }

    /// As many before and after as `cropping` says for each axis.
    public init(_ cropping: [Int], dataFormat: ImageDataFormat? = nil) {
        self.init(cropping.map { [$0, $0] }, dataFormat: dataFormat)
    }

    /// `[[before, after], …]` for each axis.
    public init(_ cropping: [[Int]], dataFormat: ImageDataFormat? = nil) {
        self.cropping = cropping
        self.dataFormat = dataFormat ?? .current
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSpatial(x, rank: 3, dataFormat), scope.requireEnds(cropping, "cropping", rank: 3) else {
            return scope.failed
        }
        return x.cropped(cropping, axes: dataFormat.spatialAxes(rank: 3), in: scope)
    }
}
