import SumiGraph
import SumiTensor

/// Images made larger by whole factors.
///
/// - Input: `[batch, height, width, channels]`, or `[batch, channels, height, width]` where ``dataFormat`` says so
/// - Output: the same, `size[0]` times as high and `size[1]` times as wide
///
/// Source: `keras/src/layers/reshaping/up_sampling2d.py`, Keras 3.15.
public struct UpSampling2D: Layer, Codable {
    /// Of height and width.
    public var size: [Int]
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat
    /// How cells between are made.
    public var interpolation: Interpolation

    /// - Parameters:
    ///   - size: one factor for both axes, or one for each.
    ///   - interpolation: what stands between the input's pixels.
    public init(_ size: some IntOrList = 2, dataFormat: ImageDataFormat? = nil, interpolation: Interpolation = .nearest)
    {
        self.size = size.repeated(2)
        self.dataFormat = dataFormat ?? .current
        self.interpolation = interpolation
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSizes(size, "size", rank: 2), scope.requireSpatial(x, rank: 2, dataFormat) else {
            return scope.failed
        }
        if interpolation == .nearest {
            return zip(dataFormat.spatialAxes(rank: 2), size).reduce(x) { $0.repeated($1.1, axis: $1.0, in: scope) }
        }
        let y = zip([1, 2], size).reduce(x.channelsLast(from: dataFormat)) {
            $0.interpolated($1.1, axis: $1.0, interpolation, in: scope)
        }
        return y.fromChannelsLast(to: dataFormat)
    }
}

extension TracedTensor {
    /// Each element along `axis` `count` times, one after the other.
    func repeated(_ count: Int, axis: Int, in scope: Scope) -> TracedTensor {
        if isFailed || count == 1 { return self }
        guard let size = scope.product(dimension(axis), count, "a size and its factor") else { return scope.failed }
        var (spread, joined) = (shape.dimensions, shape.dimensions)
        spread.insert(count, at: axis + 1)
        joined[axis] = size
        guard scope.require(Shape(joined).isValid, "\(count) times \(shape) along axis \(axis) is too large") else {
            return scope.failed
        }
        return expandingDimensions(at: axis + 1).broadcast(to: Shape(spread)).reshaped(Shape(joined))
    }

    /// This tensor `factor` times as long along `axis`, with what `interpolation` puts in between.
    func interpolated(_ factor: Int, axis: Int, _ interpolation: Interpolation, in scope: Scope) -> TracedTensor {
        if isFailed || factor == 1 { return self }
        guard let size = scope.product(dimension(axis), factor, "a size and its factor") else { return scope.failed }
        var sizes = shape.dimensions
        sizes[axis] = size
        // The tables of taps have to be made here, unlike a graph's other values.
        guard scope.require(Shape(sizes).isValid && size <= 1 << 20, "\(factor) times \(shape) is too large") else {
            return scope.failed
        }
        let taps = interpolation.taps(from: dimension(axis), factor: factor)
        let column = Shape([size] + Array(repeating: 1, count: rank - axis - 1))
        let parts = taps.map { tap in
            let indices = trace.constant(Tensor(shape: [size], storage: .int32(tap.indices)))
            let weights = Tensor(shape: column, doubles: tap.weights, elementType: .float32)
            return gathered(indices, .slices(axis: axis)) * trace.constant(weights)
        }
        return parts.dropFirst().reduce(parts[0], +)
    }
}
