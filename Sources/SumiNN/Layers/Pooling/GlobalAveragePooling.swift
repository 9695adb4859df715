import SumiGraph
import SumiTensor

/// Mean over steps.
public typealias GlobalAveragePooling1D = GlobalAveragePooling<Rank1>
/// Mean over height and width.
public typealias GlobalAveragePooling2D = GlobalAveragePooling<Rank2>
/// Mean over depth, height and width.
public typealias GlobalAveragePooling3D = GlobalAveragePooling<Rank3>

/// The mean over all spatial axes; of sequences with a mask, over the steps that count.
///
/// - Input: `[batch, spatial…, channels]`, or `[batch, channels, spatial…]` where ``dataFormat`` says so
/// - Output: `[batch, channels]`; with ``keepdims`` the spatial axes stay, of size 1
///
/// Source: `keras/src/layers/pooling/base_global_pooling.py`, Keras 3.15.
public struct GlobalAveragePooling<Rank: SpatialRank>: Layer, Codable {
    public static var className: String { "GlobalAveragePooling\(Rank.rank)D" }

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
        if Rank.rank == 1, dataFormat == .channelsLast, let mask = x.mask {
            let weights = mask.converted(to: .float32).expandingDimensions(at: -1)
            let total = (x * weights).sum(axes: [1], keepingDimensions: keepdims)
            return total / weights.sum(axes: [1], keepingDimensions: keepdims)
        }
        return x.mean(axes: dataFormat.spatialAxes(rank: Rank.rank), keepingDimensions: keepdims)
    }
}
