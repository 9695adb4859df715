import SumiGraph
import SumiTensor

/// A recurrent layer without gates. In each step `h ← φ(x · kernel + h · recurrent_kernel + bias)`, where φ is
/// `activation`.
///
/// - Inputs: `[batch, steps, features]`; then, if there is one, a mask of type bool, `[batch, steps]`; then, if it is
///   given, the initial state `[batch, units]`. A step that the mask leaves out keeps the state and repeats the output
///   before it (or gives zeros, with ``zeroOutputForMask``).
/// - Outputs: `[batch, units]` of the last step, or `[batch, steps, units]` with ``returnSequences``; with
///   ``returnState`` also the state after the last step
/// - Weights, in Keras order: `kernel [features, units]`, `recurrent_kernel [units, units]`, `bias [units]`
///
/// Source: `keras/src/layers/rnn/simple_rnn.py`, Keras 3.15.
public struct SimpleRNN: RecurrentLayer {
    public static let stateCount = 1

    /// How the loop runs, and what of it is the output, as ``RecurrentLayer`` tells. `unroll` is how Keras runs it, and changes nothing.
    public var returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask: Bool
    /// How many outputs there are.
    public var units: Int
    /// What the result is passed through.
    public var activation: Activation
    /// Whether a bias is added.
    public var useBias: Bool
    /// What the weights begin with.
    public var kernelInitializer, recurrentInitializer, biasInitializer: Initializer
    /// What weights and output add to the loss.
    public var kernelRegularizer, recurrentRegularizer, biasRegularizer, activityRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var kernelConstraint, recurrentConstraint, biasConstraint: Constraint?
    /// The shares of the inputs and of the states that are dropped while training.
    public var dropout, recurrentDropout: Double
    /// What the layer's random numbers follow from; the model's seed and the layer's place where it is `nil`.
    public var seed: Int?

    /// - Parameters:
    ///   - dropout: share of the inputs that is dropped while training, the same ones in all steps.
    ///   - recurrentDropout: share of the state that is dropped.
    ///   - goBackwards: whether the last step comes first; sequences are returned in the order they are made in.
    ///   - unroll: how Keras runs the loop; it changes nothing here.
    public init(
        _ units: Int, activation: Activation = .tanh, useBias: Bool = true,
        kernelInitializer: Initializer = .glorotUniform, recurrentInitializer: Initializer = .orthogonal,
        biasInitializer: Initializer = .zeros, kernelRegularizer: Regularizer? = nil,
        recurrentRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil,
        activityRegularizer: Regularizer? = nil, kernelConstraint: Constraint? = nil,
        recurrentConstraint: Constraint? = nil, biasConstraint: Constraint? = nil, dropout: Double = 0,
        recurrentDropout: Double = 0, seed: Int? = nil, returnSequences: Bool = false, returnState: Bool = false,
        goBackwards: Bool = false, stateful: Bool = false, unroll: Bool = false, zeroOutputForMask: Bool = false
    ) {
        self.units = units
        self.activation = activation
        self.useBias = useBias
        self.kernelInitializer = kernelInitializer
        self.recurrentInitializer = recurrentInitializer
        self.biasInitializer = biasInitializer
        self.kernelRegularizer = kernelRegularizer
        self.recurrentRegularizer = recurrentRegularizer
        self.biasRegularizer = biasRegularizer
        self.activityRegularizer = activityRegularizer
        self.kernelConstraint = kernelConstraint
        self.recurrentConstraint = recurrentConstraint
        self.biasConstraint = biasConstraint
        self.dropout = dropout
        self.recurrentDropout = recurrentDropout
        self.seed = seed
        self.returnSequences = returnSequences
        self.returnState = returnState
        self.goBackwards = goBackwards
        self.stateful = stateful
        self.unroll = unroll
        self.zeroOutputForMask = zeroOutputForMask
    }

    public func trace(_ inputs: [TracedTensor], in scope: Scope) -> [TracedTensor] {
        guard let loop = RecurrentLoop(self, inputs, gates: 1, in: scope) else {
            return RecurrentLoop.failed(self, scope)
        }
        // Keras' layer holds a cell, whose weights these are.
        let cell = scope.child("simple_rnn_cell", index: 0)
        let kernel = cell.weight(
            "kernel", [loop.x.dimension(-1), units], kernelInitializer, regularizer: kernelRegularizer,
            constraint: kernelConstraint)
        let recurrentKernel = cell.weight(
            "recurrent_kernel", [units, units], recurrentInitializer, regularizer: recurrentRegularizer,
            constraint: recurrentConstraint)
        let bias =
            useBias
            ? cell.weight("bias", [units], biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint)
            : nil
        let mask = loop.dropoutMasks(gates: 1, in: scope).first
        return loop.outputs(loop.projected(kernel, bias, gates: 1, in: scope), in: scope) { x, states in
            [activation(x + (mask.map { states[0] * $0 } ?? states[0]).matmul(recurrentKernel))]
        }
    }
}
