import SumiGraph
import SumiTensor

/// Data brought to mean 0 and variance 1, `(x − mean) / max(√variance, 1e-7)`, or back, `x · max(√variance, 1e-7) + mean`.
///
/// Mean and variance are given as settings, or worked out from data by ``adapt(_:)`` before the layer becomes part of
/// a model; then they are weights that are not trained.
///
/// - Input: any shape with the axes ``axis``, any element type
/// - Output: the same shape, float32
/// - Weights, in Keras order, where no mean is given: `mean` and `variance`, of the sizes along ``axis``, and `count`
///
/// Source: `keras/src/layers/preprocessing/normalization.py`, Keras 3.15.
public struct Normalization: Layer, Codable {
    /// The axes along which each index has a mean and variance of its own; empty where all elements share one.
    public var axis: [Int]
    /// Whether normalized data are brought back.
    public var invert: Bool
    /// What the data are brought from; worked out by ``adapt(_:)`` where they are `nil`.
    public var mean, variance: NumberOrList?
    private var statistics: Statistics?

    private enum CodingKeys: CodingKey { case axis, invert, mean, variance }

    /// What ``adapt(_:)`` has found.
    private struct Statistics: Sendable {
        var mean, variance: [Double]
    }

    /// A layer whose mean and variance follow from data: ``adapt(_:)``.
    ///
    /// - Parameter axis: one axis or several; `nil` where all elements share one mean.
    public init(axis: (some IntOrList)? = -1, invert: Bool = false) {
        self.axis = axis?.list ?? []
        self.invert = invert
    }

    /// A layer with this mean and variance for each index along `axis`; a single number counts for all.
    public init(axis: (some IntOrList)? = -1, mean: [Double], variance: [Double], invert: Bool = false) {
        self.init(axis: axis, invert: invert)
        self.mean = mean.count == 1 ? .number(mean[0]) : .list(mean)
        self.variance = variance.count == 1 ? .number(variance[0]) : .list(variance)
    }

    /// No standard deviation is taken as smaller than Keras' ε.
    private static let smallestDeviation = 1e-7

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require((mean == nil) == (variance == nil), "mean and variance are given together, or neither"),
            let axes = axes(x, scope)
        else { return scope.failed }
        let x = x.converted(to: .float32)
        guard let (mean, variance) = moments(x, axes, scope) else { return scope.failed }
        let deviation = variance.squareRoot().maximum(Self.smallestDeviation)
        return invert ? x * deviation + mean : (x - mean) / deviation
    }

    private func axes(_ x: TracedTensor, _ scope: Scope) -> [Int]? {
        guard !axis.isEmpty else { return x.isFailed ? nil : [] }
        guard let axes = scope.axes(.list(axis), of: x),
            scope.require(!axes.contains(0), "axis is \(axis): axis 0 counts the samples")
        else { return nil }
        return axes.sorted()
    }

    /// Mean and variance as they lie in `x`.
    private func moments(_ x: TracedTensor, _ axes: [Int], _ scope: Scope) -> (TracedTensor, TracedTensor)? {
        if let mean, let variance {
            guard let mean = given(mean, "mean", x, axes, scope),
                let variance = given(variance, "variance", x, axes, scope)
            else { return nil }
            return (mean, variance)
        }
        let shape = Shape(axes.map { x.dimension($0) })
        func initial(_ values: [Double]?, _ standard: Initializer) -> Initializer {
            values.map { Initializer("Adapted", .values($0)) } ?? standard
        }
        let mean = scope.weight("mean", shape, initial(statistics?.mean, .zeros), isTrainable: false)
        let variance = scope.weight("variance", shape, initial(statistics?.variance, .ones), isTrainable: false)
        // Keras counts batches while it adapts, and keeps the count in its files.
        _ = scope.weight("count", [], .zeros, isTrainable: false)
        return (mean.spread(along: axes, of: x), variance.spread(along: axes, of: x))
    }

    private func given(_ value: NumberOrList, _ name: String, _ x: TracedTensor, _ axes: [Int], _ scope: Scope)
        -> TracedTensor?
    {
        switch value {
        case .number(let number): return scope.trace.constant(number)
        case .list(let list):
            let shape = Shape(axes.map { x.dimension($0) })
            guard
                scope.require(
                    list.count == shape.count || list.count == 1,
                    "\(name) has \(list.count) numbers; along axis \(axis) an input of \(x.shape) has \(shape.count)")
            else { return nil }
            if list.count == 1 { return scope.trace.constant(list[0]) }
            let constant = Tensor(shape: shape, doubles: list, elementType: .float32)
            return scope.trace.constant(constant).spread(along: axes, of: x)
        }
    }
}

extension Normalization {
    /// Works out mean and variance from `data`, `[samples, …]`. They become the weights of a model that is made of the
    /// layer from now on.
    ///
    /// - Throws: ``ModelError`` where the data have no such axis, or there are none.
    public mutating func adapt(_ data: Tensor) throws {
        let shape = data.shape
        let axes = axis.compactMap { shape.axis($0) }.sorted()
        guard axes.count == axis.count, Set(axes).count == axes.count, !axes.contains(0), data.count > 0 else {
            throw ModelError(
                place: "Normalization",
                "data of shape \(shape) cannot be normalized along axis \(axis): axis 0 counts the samples, and every "
                    + "other may be named once")
        }
        (mean, variance) = (nil, nil)
        statistics = Self.statistics(data, along: axes)
    }

    private static func statistics(_ data: Tensor, along axes: [Int]) -> Statistics {
        let sizes = data.shape.dimensions
        let values = data.doubles
        // How far the place among the results moves with each axis.
        var steps = sizes.map { _ in 0 }
        var count = 1
        for axis in axes.reversed() {
            steps[axis] = count
            count *= sizes[axis]
        }
        let places = places(sizes, steps)
        let share = Double(count) / Double(values.count)
        var (mean, variance) = (Array(repeating: 0.0, count: count), Array(repeating: 0.0, count: count))
        for (place, value) in zip(places, values) { mean[place] += value * share }
        for (place, value) in zip(places, values) { variance[place] += (value - mean[place]) * (value - mean[place]) }
        return Statistics(mean: mean, variance: variance.map { $0 * share })
    }

    /// For every element in row-major order, to which result it belongs.
    private static func places(_ sizes: [Int], _ steps: [Int]) -> [Int] {
        zip(sizes, steps).reduce([0]) { places, axis in
            places.flatMap { place in (0..<axis.0).map { place + $0 * axis.1 } }
        }
    }
}
