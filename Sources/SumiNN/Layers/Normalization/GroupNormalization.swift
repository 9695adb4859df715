import SumiGraph
import SumiTensor

/// Normalization of each sample by groups of channels, `(x − mean) / √(variance + ε) · gamma + beta`, with mean and
/// variance over a group's channels and all other axes but the batch.
///
/// - Input and output: any shape with ``axis``
/// - Weights, in Keras order, each of the size along ``axis``: `gamma`, `beta`
///
/// Source: Wu and He, 2018; `keras/src/layers/normalization/group_normalization.py`, Keras 3.15.
public struct GroupNormalization: Layer, Codable {
    /// How many groups; −1 makes each channel one.
    public var groups: Int
    /// The axis along which the layer works, or several; negative ones count from the end.
    public var axis: Int
    /// Added so that nothing is divided by 0.
    public var epsilon: Double
    /// Whether `beta` is added.
    public var center: Bool
    /// Whether there is a factor `gamma`.
    public var scale: Bool
    /// What the weights begin with.
    public var betaInitializer, gammaInitializer: Initializer
    /// What the weights add to the loss.
    public var betaRegularizer, gammaRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var betaConstraint, gammaConstraint: Constraint?

    /// - Parameters:
    ///   - groups: a divisor of the number of channels.
    ///   - axis: that of the channels: −1, or 1 where the channels come first.
    ///   - center: whether there is `beta`.
    ///   - scale: whether there is `gamma`.
    public init(
        groups: Int = 32, axis: Int = -1, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true,
        betaInitializer: Initializer = .zeros, gammaInitializer: Initializer = .ones,
        betaRegularizer: Regularizer? = nil, gammaRegularizer: Regularizer? = nil, betaConstraint: Constraint? = nil,
        gammaConstraint: Constraint? = nil
    ) {
        self.groups = groups
        self.axis = axis
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.betaInitializer = betaInitializer
        self.gammaInitializer = gammaInitializer
        self.betaRegularizer = betaRegularizer
        self.gammaRegularizer = gammaRegularizer
        self.betaConstraint = betaConstraint
        self.gammaConstraint = gammaConstraint
    }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard let axis = scope.axes(.axis(axis), of: x)?.first,
            scope.require(axis > 0, "axis is \(self.axis), which counts the samples"),
            scope.require(epsilon > 0, "epsilon is \(epsilon); it must be above 0")
        else { return scope.failed }
        let channels = x.dimension(axis)
        let groups = groups == -1 ? channels : groups
        guard
            scope.require(
                groups > 0 && channels % groups == 0,
                "\(groups) groups must divide the \(channels) channels along axis \(axis) of \(x.shape)")
        else { return scope.failed }
        let gamma =
            scale
            ? scope.weight(
                "gamma", [channels], gammaInitializer, regularizer: gammaRegularizer, constraint: gammaConstraint) : nil
        let beta =
            center
            ? scope.weight(
                "beta", [channels], betaInitializer, regularizer: betaRegularizer, constraint: betaConstraint) : nil
        var sizes = x.shape.dimensions
        sizes.replaceSubrange(axis...axis, with: [groups, channels / groups])
        let grouped = x.reshaped(Shape(sizes))
        let (mean, variance) = grouped.moments(axes: (1..<sizes.count).filter { $0 != axis })
        var y = ((grouped - mean) * (variance + epsilon).reciprocalSquareRoot()).reshaped(x.shape)
        if let gamma { y *= gamma.spread(along: [axis], of: x) }
        if let beta { y += beta.spread(along: [axis], of: x) }
        return y
    }
}
