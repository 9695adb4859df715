import SumiGraph
import SumiTensor

/// Maximum over steps.
public typealias GlobalMaxPooling1D = GlobalMaxPooling<Rank1>
/// Maximum over height and width.
public typealias GlobalMaxPooling2D = GlobalMaxPooling<Rank2>
/// Maximum over depth, height and width.
public typealias GlobalMaxPooling3D = GlobalMaxPooling<Rank3>

/// The maximum over all spatial axes. Equal maxima share the gradient evenly.
///
/// - Input: `[batch, spatial…, channels]`, or `[batch, channels, spatial…]` where ``dataFormat`` says so
/// - Output: `[batch, channels]`; with ``keepdims`` the spatial axes stay, of size 1
///
/// Source: `keras/src/layers/pooling/base_global_pooling.py`, Keras 3.15.
public struct GlobalMaxPooling<Rank: SpatialRank>: Layer, Codable {
    public static var className: String { "GlobalMaxPooling\(Rank.rank)D" }

    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat
    /// Whether the spatial axes stay, of size 1.
    public var keepdims: Bool

    /// A layer with these settings, each of which is described at its property.
    public init(dataFormat: ImageDataFormat? = nil, keepdims: Bool = false) {
        self.dataFormat = dataFormat ?? .current
        self.keepdims = keepdims
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSpatial(x, rank: Rank.rank, dataFormat) else { return scope.failed }
        return x.max(axes: dataFormat.spatialAxes(rank: Rank.rank), keepingDimensions: keepdims)
    }
}
