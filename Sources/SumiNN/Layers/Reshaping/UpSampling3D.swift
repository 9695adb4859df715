import SumiGraph
import SumiTensor

/// Volumes made larger: each cell is repeated along depth, height and width.
///
/// - Input: `[batch, depth, height, width, channels]`, or with the channels second where ``dataFormat`` says so
/// - Output: the same, each spatial axis as many times as long as ``size`` says
///
/// Source: `keras/src/layers/reshaping/up_sampling3d.py`, Keras 3.15.
public struct UpSampling3D: Layer, Codable {
    /// Of depth, height and width.
    public var size: [Int]
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat

    /// A layer with these settings, each of which is described at its property.
    public init(_ size: some IntOrList = 2, dataFormat: ImageDataFormat? = nil) {
        self.size = size.repeated(3)
        self.dataFormat = dataFormat ?? .current
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSizes(size, "size", rank: 3), scope.requireSpatial(x, rank: 3, dataFormat) else {
            return scope.failed
        }
        return zip(dataFormat.spatialAxes(rank: 3), size).reduce(x) { $0.repeated($1.1, axis: $1.0, in: scope) }
    }
}
