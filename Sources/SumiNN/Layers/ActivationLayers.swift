import SumiGraph
import SumiTensor

/// x above `threshold`, limited to `maxValue`; below it, `negativeSlope` (x − threshold).
///
/// - Input and output: any shape
///
/// Source for the layers in this file: `keras/src/layers/activations/`, Keras 3.15.
public struct ReLU: Layer, Codable {
    public var maxValue: Double?
    public var negativeSlope: Double
    public var threshold: Double

    public init(maxValue: Double? = nil, negativeSlope: Double = 0, threshold: Double = 0) {
        self.maxValue = maxValue
        self.negativeSlope = negativeSlope
        self.threshold = threshold
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require((maxValue ?? 0) >= 0, "maxValue is \(maxValue ?? 0); it must not be negative"),
            scope.require(negativeSlope >= 0, "negativeSlope is \(negativeSlope); it must not be negative"),
            scope.require(threshold >= 0, "threshold is \(threshold); it must not be negative")
        else { return scope.failed }
        return Activation.relu(negativeSlope: negativeSlope, maxValue: maxValue, threshold: threshold)(x)
    }
}

/// x above 0, else `negativeSlope` · x. (The activation ``Activation/leakyReLU`` has another default: 0.2.)
///
/// - Input and output: any shape
public struct LeakyReLU: Layer, Codable {
    public var negativeSlope: Double

    public init(negativeSlope: Double = 0.3) { self.negativeSlope = negativeSlope }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        Activation.leakyReLU(slope: negativeSlope)(x)
    }
}

/// x above 0, else `alpha` (exp(x) − 1).
///
/// - Input and output: any shape
public struct ELU: Layer, Codable {
    public var alpha: Double

    public init(alpha: Double = 1) { self.alpha = alpha }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor { Activation.elu(alpha: alpha)(x) }
}

/// x above 0, else alpha · x, where alpha is learned for each place.
///
/// - Input and output: `[batch, …]`
/// - Weight: `alpha`, of the input's shape without the batch, with size 1 along ``sharedAxes``
public struct PReLU: Layer, Codable {
    public var alphaInitializer: Initializer
    public var alphaRegularizer: Regularizer?
    public var alphaConstraint: Constraint?
    /// Axes along which all places share one alpha, counted with the batch as 0: `[1, 2]` for one by channel.
    public var sharedAxes: [Int]?

    public init(
        alphaInitializer: Initializer = .zeros, alphaRegularizer: Regularizer? = nil,
        alphaConstraint: Constraint? = nil, sharedAxes: [Int]? = nil
    ) {
        self.alphaInitializer = alphaInitializer
        self.alphaRegularizer = alphaRegularizer
        self.alphaConstraint = alphaConstraint
        self.sharedAxes = sharedAxes
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        let shared = sharedAxes ?? []
        guard scope.require(x.rank >= 1, "takes a batch, and receives a single number"),
            scope.require(
                shared.allSatisfy { $0 >= 1 && $0 < x.rank },
                "sharedAxes are \(shared); an input of shape \(x.shape) has the axes 1 to \(x.rank - 1) besides the batch"
            )
        else { return scope.failed }
        let sizes = x.shape.dimensions.enumerated().dropFirst().map { shared.contains($0) ? 1 : $1 }
        let alpha = scope.weight(
            "alpha", Shape(sizes), alphaInitializer, regularizer: alphaRegularizer, constraint: alphaConstraint)
        return x.relu() - alpha * (-x).relu()
    }
}

/// exp(x) / Σ exp(x) along one axis or several. A second, boolean input is a mask of the elements that count.
///
/// - Input and output: any shape
public struct Softmax: AnyLayer, Codable {
    /// One axis or several; negative ones count from the end.
    public var axis: AxisOrList

    public init(axis: some IntOrList = -1) {
        self.axis = axis is Int ? .axis(axis.list[0]) : .list(axis.list)
    }

    /// What Keras adds to elements that the mask leaves out.
    private static let excluded = -1e9

    public func trace(_ inputs: [TracedTensor], in scope: Scope) -> [TracedTensor] {
        guard
            scope.require(
                inputs.count == 1 || inputs.count == 2 && inputs[1].elementType == .bool,
                "takes one input and a mask of type bool, if any, and receives \(inputs.map(\.type))")
        else { return [scope.failed] }
        let axes = axis.axes.map { inputs[0].shape.axis($0) ?? -1 }
        guard
            scope.require(
                !axes.contains(-1) && !axes.isEmpty && Set(axes).count == axes.count,
                "axis is \(axis.axes); an input of shape \(inputs[0].shape) does not have these, once each")
        else { return [scope.failed] }
        var x = inputs[0]
        if inputs.count == 2 { x += (1 - inputs[1].converted(to: .float32)) * Self.excluded }
        if axes.count == 1 { return [Activation.softmax(axis: axes[0])(x)] }
        // Several axes as one, at the end, and back.
        let order = (0..<x.rank).filter { !axes.contains($0) } + axes.sorted()
        let moved = x.transposed(order)
        if moved.isFailed { return [scope.failed] }
        let kept = Array(moved.shape.dimensions.dropLast(axes.count))
        let joined = moved.reshaped(Shape(kept + [-1])).softmax()
        var inverse = order
        for (place, axis) in order.enumerated() { inverse[axis] = place }
        return [joined.reshaped(moved.shape).transposed(inverse)]
    }
}

/// One axis or a list of them.
public enum AxisOrList: Hashable, Sendable, Codable {
    case axis(Int)
    case list([Int])

    public var axes: [Int] {
        switch self {
        case .axis(let axis): [axis]
        case .list(let axes): axes
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let axis = try? container.decode(Int.self) {
            self = .axis(axis)
        } else {
            self = .list(try container.decode([Int].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .axis(let axis): try container.encode(axis)
        case .list(let axes): try container.encode(axes)
        }
    }
}
