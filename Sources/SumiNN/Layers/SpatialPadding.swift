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

/// Steps of zeros before and after sequences.
///
/// - Input: `[batch, steps, channels]`, or `[batch, channels, steps]` where ``dataFormat`` says so
/// - Output: the same, longer
///
/// Source: `keras/src/layers/reshaping/zero_padding1d.py`, Keras 3.15.
public struct ZeroPadding1D: Layer, Codable {
    /// Before and after.
    public var padding: [Int]
    public var dataFormat: ImageDataFormat

    /// - Parameter padding: as many at both ends, or `[before, after]`.
    public init(_ padding: some IntOrList = 1, dataFormat: ImageDataFormat? = nil) {
        self.padding = padding.repeated(2)
        self.dataFormat = dataFormat ?? .current
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSpatial(x, rank: 1, dataFormat), scope.requireEnds([padding], "padding", rank: 1) else {
            return scope.failed
        }
        return x.padded(dataFormat.atSpatialAxes([PadAmount(low: padding[0], high: padding[1])], PadAmount()))
    }
}

/// Images without their outer rows and columns.
///
/// - Input: `[batch, height, width, channels]`, or `[batch, channels, height, width]` where ``dataFormat`` says so
/// - Output: the same, lower and narrower
///
/// Source: `keras/src/layers/reshaping/cropping2d.py`, Keras 3.15.
public struct Cropping2D: Layer, Codable {
    /// Above and below, left and right.
    public var cropping: [[Int]]
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

/// Sequences without their first and last steps.
///
/// - Input: `[batch, steps, channels]`
/// - Output: the same, shorter
///
/// Source: `keras/src/layers/reshaping/cropping1d.py`, Keras 3.15.
public struct Cropping1D: Layer, Codable {
    /// Before and after.
    public var cropping: [Int]

    /// - Parameter cropping: as many at both ends, or `[before, after]`.
    public init(_ cropping: some IntOrList = 1) { self.cropping = cropping.repeated(2) }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSpatial(x, rank: 1, .channelsLast), scope.requireEnds([cropping], "cropping", rank: 1) else {
            return scope.failed
        }
        return x.cropped([cropping], axes: [1], in: scope)
    }
}

extension Scope {
    /// Refuses a setting that should hold two numbers, not negative, for each of `rank` axes.
    fileprivate func requireEnds(_ ends: [[Int]], _ name: String, rank: Int) -> Bool {
        require(
            ends.count == rank
                && ends.allSatisfy { $0.count == 2 && $0.allSatisfy { $0 >= 0 && $0 <= Shape.largestSize } },
            "\(name) is \(ends); it takes the numbers of cells before and after for each axis, not negative")
    }
}

extension ImageDataFormat {
    /// One value for every axis: `values` at the spatial ones, `other` at batch and channels.
    fileprivate func atSpatialAxes<Value>(_ values: [Value], _ other: Value) -> [Value] {
        self == .channelsLast ? [other] + values + [other] : [other, other] + values
    }
}

extension TracedTensor {
    fileprivate func cropped(_ ends: [[Int]], axes: [Int], in scope: Scope) -> TracedTensor {
        if isFailed { return self }
        var bounds = SliceBounds(
            starts: shape.dimensions.map { _ in 0 }, limits: shape.dimensions, strides: shape.dimensions.map { _ in 1 })
        for (axis, end) in zip(axes, ends) {
            guard
                scope.require(
                    end[0] + end[1] < dimension(axis), "cropping \(end) leaves nothing of \(shape) along axis \(axis)")
            else { return scope.failed }
            bounds.starts[axis] = end[0]
            bounds.limits[axis] -= end[1]
        }
        return sliced(bounds)
    }
}
