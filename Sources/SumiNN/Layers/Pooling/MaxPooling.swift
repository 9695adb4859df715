import SumiGraph
import SumiTensor

/// Maximum over windows of sequences, `[batch, steps, channels]`.
public typealias MaxPooling1D = MaxPooling<Rank1>
/// Maximum over windows of images, `[batch, height, width, channels]`.
public typealias MaxPooling2D = MaxPooling<Rank2>
/// Maximum over windows of volumes, `[batch, depth, height, width, channels]`.
public typealias MaxPooling3D = MaxPooling<Rank3>

/// The maximum of each window. Its gradient goes to the window's first maximum; padding never wins.
///
/// - Input: `[batch, spatial…, channels]`, or `[batch, channels, spatial…]` where ``dataFormat`` says so
/// - Output: the same, with as many cells as windows
///
/// Source: `keras/src/layers/pooling/base_pooling.py`, Keras 3.15.
public struct MaxPooling<Rank: SpatialRank>: Layer, Codable {
    public static var className: String { "MaxPooling\(Rank.rank)D" }

    /// One size for each spatial axis, as are ``strides``.
    public var poolSize: [Int]
    /// What becomes of places that reach beyond the edge.
    public var padding: Padding
    /// How far one place is from the next, along each spatial axis.
    public var strides: [Int]
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat

    /// - Parameter strides: one number for all axes, or one for each; `poolSize` where `nil`.
    public init(
        _ poolSize: some IntOrList = 2, strides: (some IntOrList)? = Int?.none, padding: Padding = .valid,
        dataFormat: ImageDataFormat? = nil
    ) {
        self.poolSize = poolSize.repeated(Rank.rank)
        self.strides = strides?.repeated(Rank.rank) ?? self.poolSize
        self.padding = padding
        self.dataFormat = dataFormat ?? .current
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        scope.pooled(x, rank: Rank.rank, poolSize, strides, padding, dataFormat) { $0.windowMax($1) }
    }
}
