import SumiGraph
import SumiTensor

/// x above 0, else alpha · x, where alpha is learned for each place.
///
/// - Input and output: `[batch, …]`
/// - Weight: `alpha`, of the input's shape without the batch, with size 1 along ``sharedAxes``
///
/// Source: `keras/src/layers/activations/prelu.py`, Keras 3.15.
public struct PReLU: Layer, Codable {
    /// What the weight begins with.
    public var alphaInitializer: Initializer
    /// What the weights add to the loss.
    public var alphaRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var alphaConstraint: Constraint?
    /// Axes along which all places share one alpha, counted with the batch as 0: `[1, 2]` for one by channel.
    public var sharedAxes: [Int]?

    /// A layer with these settings, each of which is described at its property.
    public init(
        alphaInitializer: Initializer = .zeros, alphaRegularizer: Regularizer? = nil,
        alphaConstraint: Constraint? = nil, sharedAxes: [Int]? = nil
    ) {
        self.alphaInitializer = alphaInitializer
        self.alphaRegularizer = alphaRegularizer
        self.alphaConstraint = alphaConstraint
        self.sharedAxes = sharedAxes
    }

    public var maskRule: MaskRule { .passes }

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
