import SumiGraph
import SumiTensor

/// Dropout of whole channels of images, `[batch, height, width, channels]`.
public typealias SpatialDropout2D = SpatialDropout<Rank2>
/// Dropout of whole channels of volumes, `[batch, depth, height, width, channels]`.
public typealias SpatialDropout3D = SpatialDropout<Rank3>

/// Sets a random share `rate` of the channels of each sample to 0 while training, and divides the others by 1 − rate.
///
/// At inference, and with a rate of 0, the output is the input itself.
///
/// - Input and output: `[batch, spatial…, channels]`, or `[batch, channels, spatial…]` where ``dataFormat`` says so
///
/// Source: Tompson et al., 2014; `keras/src/layers/regularization/spatial_dropout.py`, Keras 3.15.
public struct SpatialDropout<Rank: SpatialRank>: Layer, Codable {
    public static var className: String { "SpatialDropout\(Rank.rank)D" }

    /// The share that is dropped, from 0 to 1.
    public var rate: Double
    /// What the layer's random numbers follow from; the model's seed and the layer's place where it is `nil`.
    public var seed: Int?
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat

    /// A layer with these settings, each of which is described at its property.
    public init(_ rate: Double, dataFormat: ImageDataFormat? = nil, seed: Int? = nil) {
        self.rate = rate
        self.seed = seed
        self.dataFormat = dataFormat ?? .current
    }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        x.droppingOutChannels(rate, rank: Rank.rank, dataFormat, seed: seed, in: scope)
    }
}
