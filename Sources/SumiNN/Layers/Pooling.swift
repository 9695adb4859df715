import SumiGraph
import SumiTensor

public typealias MaxPooling1D = MaxPooling<Rank1>
/// Maximum over windows of images, `[batch, height, width, channels]`.
public typealias MaxPooling2D = MaxPooling<Rank2>
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
    public var padding: Padding
    public var strides: [Int]
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

public typealias AveragePooling1D = AveragePooling<Rank1>
/// Mean over windows of images, `[batch, height, width, channels]`.
public typealias AveragePooling2D = AveragePooling<Rank2>
public typealias AveragePooling3D = AveragePooling<Rank3>

/// The mean of each window; padding does not count.
///
/// - Input: `[batch, spatial…, channels]`, or `[batch, channels, spatial…]` where ``dataFormat`` says so
/// - Output: the same, with as many cells as windows
///
/// Source: `keras/src/layers/pooling/base_pooling.py`, Keras 3.15.
public struct AveragePooling<Rank: SpatialRank>: Layer, Codable {
    public static var className: String { "AveragePooling\(Rank.rank)D" }

    /// One size for each spatial axis, as are ``strides``.
    public var poolSize: [Int]
    public var padding: Padding
    public var strides: [Int]
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
        scope.pooled(x, rank: Rank.rank, poolSize, strides, padding, dataFormat) { $0.windowAverage($1) }
    }
}

extension Scope {
    /// What both kinds of pooling have in common: checks, layout and window.
    fileprivate func pooled(
        _ x: TracedTensor, rank: Int, _ sizes: [Int], _ strides: [Int], _ padding: Padding, _ format: ImageDataFormat,
        _ pool: (TracedTensor, WindowGeometry) -> TracedTensor
    ) -> TracedTensor {
        guard requireSpatial(x, rank: rank, format), requireSizes(sizes, "poolSize", rank: rank),
            requireSizes(strides, "strides", rank: rank),
            require(padding != .causal, "padding \"causal\" is for Conv1D; use \"same\" or \"valid\"")
        else { return failed }
        let x = x.channelsLast(from: format)
        let spatial = Array(x.shape.dimensions[1...rank])
        let ones = sizes.map { _ in 1 }
        let margins = padding.margins(spatial, sizes: sizes, strides: strides, dilations: ones)
        let window = WindowGeometry(sizes: sizes, strides: strides, margins: margins)
        return pool(x, window).fromChannelsLast(to: format)
    }
}
