import SumiGraph
import SumiTensor

/// Batch normalization, `(x − mean) / √(variance + ε) · gamma + beta` for each index along `axis`.
///
/// While training, mean and variance are those of the batch, and moving averages of them are kept; at inference, and
/// where the layer is frozen, the moving averages are used. A second, boolean input `[batch, steps]` is a mask of the
/// steps that count.
///
/// - Input and output: any shape with `axis`
/// - Weights, in Keras order, each of the size along `axis`: `gamma`, `beta`, `moving_mean`, `moving_variance`
///
/// Source: Ioffe and Szegedy, 2015; `keras/src/layers/normalization/batch_normalization.py`, Keras 3.15.
public struct BatchNormalization: AnyLayer, Codable {
    /// The axis along which the layer works, or several; negative ones count from the end.
    public var axis: Int
    /// How much of a moving average stays in each step.
    public var momentum: Double
    /// Added so that nothing is divided by 0.
    public var epsilon: Double
    /// Whether `beta` is added.
    public var center: Bool
    /// Whether there is a factor `gamma`.
    public var scale: Bool
    /// What the weights begin with.
    public var betaInitializer, gammaInitializer, movingMeanInitializer, movingVarianceInitializer: Initializer
    /// What the weights add to the loss.
    public var betaRegularizer, gammaRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var betaConstraint, gammaConstraint: Constraint?

    /// - Parameters:
    ///   - axis: that of the channels: −1, or 1 where the channels come first.
    ///   - center: whether there is `beta`.
    ///   - scale: whether there is `gamma`.
    public init(
        axis: Int = -1, momentum: Double = 0.99, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true,
        betaInitializer: Initializer = .zeros, gammaInitializer: Initializer = .ones,
        movingMeanInitializer: Initializer = .zeros, movingVarianceInitializer: Initializer = .ones,
        betaRegularizer: Regularizer? = nil, gammaRegularizer: Regularizer? = nil, betaConstraint: Constraint? = nil,
        gammaConstraint: Constraint? = nil
    ) {
        self.axis = axis
        self.momentum = momentum
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.betaInitializer = betaInitializer
        self.gammaInitializer = gammaInitializer
        self.movingMeanInitializer = movingMeanInitializer
        self.movingVarianceInitializer = movingVarianceInitializer
        self.betaRegularizer = betaRegularizer
        self.gammaRegularizer = gammaRegularizer
        self.betaConstraint = betaConstraint
        self.gammaConstraint = gammaConstraint
    }

    public var maskRule: MaskRule { .takes(passing: true) }

    public func trace(_ inputs: [TracedTensor], in scope: Scope) -> [TracedTensor] {
        guard
            scope.require(
                inputs.count == 1 || inputs.count == 2 && inputs[1].elementType == .bool,
                "takes one input and a mask of type bool, if any, and receives \(inputs.map(\.type))")
        else { return [scope.failed] }
        return [normalized(inputs[0], mask: inputs.count == 2 ? inputs[1] : nil, scope)]
    }

    private func normalized(_ x: TracedTensor, mask: TracedTensor?, _ scope: Scope) -> TracedTensor {
        let index = x.shape.axis(axis)
        guard scope.require(index != nil, "there is no axis \(axis) in an input of shape \(x.shape)"), let index,
            scope.require(epsilon > 0, "epsilon is \(epsilon); it must be above 0"),
            scope.require(momentum >= 0 && momentum <= 1, "momentum is \(momentum); it must be from 0 to 1")
        else { return scope.failed }
        let size = x.dimension(index)
        let gamma =
            scale
            ? scope.weight(
                "gamma", [size], gammaInitializer, regularizer: gammaRegularizer, constraint: gammaConstraint) : nil
        let beta =
            center
            ? scope.weight("beta", [size], betaInitializer, regularizer: betaRegularizer, constraint: betaConstraint)
            : nil
        let movingMean = scope.weight("moving_mean", [size], movingMeanInitializer, isTrainable: false)
        let movingVariance = scope.weight("moving_variance", [size], movingVarianceInitializer, isTrainable: false)

        /// A weight as it lies along the axis.
        func spread(_ weight: TracedTensor) -> TracedTensor {
            weight.reshaped(Shape((0..<x.rank).map { $0 == index ? size : 1 }))
        }
        var (mean, variance) = (spread(movingMean), spread(movingVariance))
        if scope.isTraining && scope.isTrainable {
            (mean, variance) = statistics(x, mask, axes: (0..<x.rank).filter { $0 != index }, scope)
            let moved = (mean.reshaped([size]), variance.reshaped([size]))
            scope.update("moving_mean", to: movingMean * momentum + moved.0 * (1 - momentum))
            scope.update("moving_variance", to: movingVariance * momentum + moved.1 * (1 - momentum))
        }
        var factor = (variance + epsilon).reciprocalSquareRoot()
        if let gamma { factor *= spread(gamma) }
        // The mean is taken off first: where it is much larger than the spread, x · factor would round that away.
        let y = (x - mean) * factor
        return beta.map { y + spread($0) } ?? y
    }

    /// Keras' ε for divisions, which it adds to the number of steps that a mask lets through.
    private static let divisionEpsilon = 1e-7

    /// Mean and population variance over `axes`, which stay with size 1, of the steps that the mask lets through.
    private func statistics(_ x: TracedTensor, _ mask: TracedTensor?, axes: [Int], _ scope: Scope) -> (
        mean: TracedTensor, variance: TracedTensor
    ) {
        guard let mask else { return x.moments(axes: axes) }
        guard
            scope.require(
                mask.rank < x.rank && mask.shape.dimensions == Array(x.shape.dimensions.prefix(mask.rank)),
                "the mask of shape \(mask.shape) does not fit an input of shape \(x.shape)")
        else { return (scope.failed, scope.failed) }
        let ones = Array(repeating: 1, count: x.rank - mask.rank)
        let weights = mask.converted(to: .float32).reshaped(Shape(mask.shape.dimensions + ones))
        let weighted = weights.broadcast(to: Shape(mask.shape.dimensions + ones))
        let share = axes.filter { $0 < mask.rank }
        let total = weighted.sum(axes: share, keepingDimensions: true)
        // Axes beyond the mask's count as often as they have elements.
        let others = axes.filter { $0 >= mask.rank }.reduce(1) { $0 * x.dimension($1) }
        let divisor = total * Double(others) + Self.divisionEpsilon
        let mean = (x * weighted).sum(axes: axes, keepingDimensions: true) / divisor
        let variance = ((x - mean).squared() * weighted).sum(axes: axes, keepingDimensions: true) / divisor
        return (mean, variance)
    }
}
