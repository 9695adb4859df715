import SumiGraph
import SumiTensor

/// Fully connected layer, `activation(x · kernel + bias)`.
///
/// - Input: `[batch, …, features]`
/// - Output: `[batch, …, units]`
/// - Weights, in Keras order: `kernel [features, units]`, `bias [units]`
///
/// Source: `keras/src/layers/core/dense.py`, Keras 3.15.
public struct Dense: Layer, Codable {
    /// How many outputs there are.
    public var units: Int
    /// What the result is passed through.
    public var activation: Activation
    /// Whether a bias is added.
    public var useBias: Bool
    /// What the weights begin with.
    public var kernelInitializer, biasInitializer: Initializer
    /// What weights and output add to the loss.
    public var kernelRegularizer, biasRegularizer, activityRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var kernelConstraint, biasConstraint: Constraint?

    /// A layer with these settings, each of which is described at its property.
    public init(
        _ units: Int, activation: Activation = .linear, useBias: Bool = true,
        kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
        kernelRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil,
        activityRegularizer: Regularizer? = nil, kernelConstraint: Constraint? = nil, biasConstraint: Constraint? = nil
    ) {
        self.units = units
        self.activation = activation
        self.useBias = useBias
        self.kernelInitializer = kernelInitializer
        self.biasInitializer = biasInitializer
        self.kernelRegularizer = kernelRegularizer
        self.biasRegularizer = biasRegularizer
        self.activityRegularizer = activityRegularizer
        self.kernelConstraint = kernelConstraint
        self.biasConstraint = biasConstraint
    }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSizes([units], "units", rank: 1),
            scope.require(
                x.rank >= 2, "takes an input of two axes or more, [batch, …, features], and receives \(x.shape)")
        else { return scope.failed }
        let kernel = scope.weight(
            "kernel", [x.dimension(-1), units], kernelInitializer, regularizer: kernelRegularizer,
            constraint: kernelConstraint)
        var y = x.matmul(kernel)
        if useBias {
            y += scope.weight(
                "bias", [units], biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint)
        }
        y = activation(y)
        scope.penalize(y, activityRegularizer)
        return y
    }
}
