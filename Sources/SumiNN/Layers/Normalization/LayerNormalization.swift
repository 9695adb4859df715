import SumiGraph
import SumiTensor

/// Normalization of each sample, `(x − mean) / √(variance + ε) · gamma + beta`, with mean and variance over ``axis``.
///
/// - Input and output: any shape with the axes ``axis``
/// - Weights, in Keras order, each of the sizes along ``axis``: `gamma`, `beta`
///
/// Source: Ba, Kiros and Hinton, 2016; `keras/src/layers/normalization/layer_normalization.py`, Keras 3.15.
public struct LayerNormalization: Layer, Codable {
    /// The axis along which the layer works, or several; negative ones count from the end.
    public var axis: AxisOrList
    /// Added so that nothing is divided by 0.
    public var epsilon: Double
    /// Whether `beta` is added.
    public var center: Bool
    /// Whether there is a factor `gamma`.
    public var scale: Bool
    /// Leaves out the mean and `beta`: `x / √(variance + ε) · gamma`.
    public var rmsScaling: Bool
    /// What the weights begin with.
    public var betaInitializer, gammaInitializer: Initializer
    /// What the weights add to the loss.
    public var betaRegularizer, gammaRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var betaConstraint, gammaConstraint: Constraint?

    /// - Parameters:
    ///   - axis: one axis or several, over which each sample is normalized.
    ///   - center: whether there is `beta`.
    ///   - scale: whether there is `gamma`.
    public init(
        axis: some IntOrList = -1, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true,
        rmsScaling: Bool = false, betaInitializer: Initializer = .zeros, gammaInitializer: Initializer = .ones,
        betaRegularizer: Regularizer? = nil, gammaRegularizer: Regularizer? = nil, betaConstraint: Constraint? = nil,
        gammaConstraint: Constraint? = nil
    ) {
        self.axis = AxisOrList(axis)
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.rmsScaling = rmsScaling
        self.betaInitializer = betaInitializer
        self.gammaInitializer = gammaInitializer
        self.betaRegularizer = betaRegularizer
        self.gammaRegularizer = gammaRegularizer
        self.betaConstraint = betaConstraint
        self.gammaConstraint = gammaConstraint
    }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard let axes = scope.axes(axis, of: x),
            scope.require(epsilon > 0, "epsilon is \(epsilon); it must be above 0")
        else { return scope.failed }
        let shape = Shape(axes.map { x.dimension($0) })
        let gamma =
            scale || rmsScaling
            ? scope.weight(
                "gamma", shape, gammaInitializer, regularizer: gammaRegularizer, constraint: gammaConstraint) : nil
        let beta =
            center && !rmsScaling
            ? scope.weight("beta", shape, betaInitializer, regularizer: betaRegularizer, constraint: betaConstraint)
            : nil
        let (mean, variance) = x.moments(axes: axes)
        var y = (rmsScaling ? x : x - mean) * (variance + epsilon).reciprocalSquareRoot()
        if let gamma { y *= gamma.spread(along: axes, of: x) }
        if let beta { y += beta.spread(along: axes, of: x) }
        return y
    }
}
