import SumiGraph
import SumiTensor

/// A vector for each whole number: row `x` of `embeddings`.
///
/// A number that is negative, or `inputDim` or more, gives zeros.
///
/// - Input: any shape, whole numbers of any element type
/// - Output: the same shape with one axis more, `[…, outputDim]`
/// - Weights: `embeddings [inputDim, outputDim]`
///
/// Source: `keras/src/layers/core/embedding.py`, Keras 3.15.
public struct Embedding: Layer, Codable {
    /// How many vectors there are.
    public var inputDim: Int
    /// How long a vector is.
    public var outputDim: Int
    /// What the weight begins with.
    public var embeddingsInitializer: Initializer
    /// What weights and output add to the loss.
    public var embeddingsRegularizer, activityRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var embeddingsConstraint: Constraint?
    /// Whether 0 stands for nothing: layers after this one leave out such steps.
    public var maskZero: Bool

    /// A layer with these settings, each of which is described at its property.
    public init(
        _ inputDim: Int, outputDim: Int, embeddingsInitializer: Initializer = .randomUniform,
        embeddingsRegularizer: Regularizer? = nil, activityRegularizer: Regularizer? = nil,
        embeddingsConstraint: Constraint? = nil, maskZero: Bool = false
    ) {
        self.inputDim = inputDim
        self.outputDim = outputDim
        self.embeddingsInitializer = embeddingsInitializer
        self.embeddingsRegularizer = embeddingsRegularizer
        self.activityRegularizer = activityRegularizer
        self.embeddingsConstraint = embeddingsConstraint
        self.maskZero = maskZero
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSizes([inputDim], "inputDim", rank: 1), scope.requireSizes([outputDim], "outputDim", rank: 1)
        else { return scope.failed }
        let embeddings = scope.weight(
            "embeddings", [inputDim, outputDim], embeddingsInitializer, regularizer: embeddingsRegularizer,
            constraint: embeddingsConstraint)
        let y = embeddings.gathered(x.converted(to: .int32), .slices(axis: 0))
        scope.penalize(y, activityRegularizer)
        if maskZero { y.remember(mask: x .!= 0) }
        return y
    }
}
