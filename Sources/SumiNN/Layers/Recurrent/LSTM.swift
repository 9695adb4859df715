import SumiGraph
import SumiTensor

/// Long short-term memory. In each step, with gates i, f, c, o from `z = x · kernel + h · recurrent_kernel + bias`:
/// `c ← ρ(z_f) c + ρ(z_i) φ(z_c)`, `h ← ρ(z_o) φ(c)`, where φ is `activation` and ρ `recurrentActivation`.
///
/// - Inputs: `[batch, steps, features]`; then, if there is one, a mask of type bool, `[batch, steps]`; then, if they are
///   given, the initial states h and c, each `[batch, units]`. A step that the mask leaves out keeps the states and
///   repeats the output before it (or gives zeros, with ``zeroOutputForMask``).
/// - Outputs: `[batch, units]` of the last step, or `[batch, steps, units]` with ``returnSequences``; with
///   ``returnState`` also h and c after the last step
/// - Weights, in Keras order: `kernel [features, 4 units]`, `recurrent_kernel [units, 4 units]`, `bias [4 units]`,
///   whose columns are those of i, f, c and o
///
/// Source: Hochreiter and Schmidhuber, 1997; `keras/src/layers/rnn/lstm.py`, Keras 3.15.
public struct LSTM: RecurrentLayer {
    public static let stateCount = 2

    /// How the loop runs, and what of it is the output, as ``RecurrentLayer`` tells. `unroll` is how Keras runs it, and changes nothing.
    public var returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask: Bool
    /// How many outputs there are.
    public var units: Int
    /// What the output of a step, and what its gates are passed through.
    public var activation, recurrentActivation: Activation
    /// Whether a bias is added.
    public var useBias: Bool
    /// What the weights begin with.
    public var kernelInitializer, recurrentInitializer, biasInitializer: Initializer
    /// Whether the forget gate's bias begins as 1.
    public var unitForgetBias: Bool
    /// What weights and output add to the loss.
    public var kernelRegularizer, recurrentRegularizer, biasRegularizer, activityRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var kernelConstraint, recurrentConstraint, biasConstraint: Constraint?
    /// The shares of the inputs and of the states that are dropped while training.
    public var dropout, recurrentDropout: Double
    /// What the layer's random numbers follow from; the model's seed and the layer's place where it is `nil`.
    public var seed: Int?

    /// - Parameters:
    ///   - unitForgetBias: whether the forget gate's bias begins as 1.
    ///   - dropout: share of the inputs that is dropped while training, the same ones in all steps.
    ///   - recurrentDropout: share of the states that is dropped, other ones for each gate.
    ///   - goBackwards: whether the last step comes first; sequences are returned in the order they are made in.
    ///   - unroll: how Keras runs the loop; it changes nothing here.
    public init(
        _ units: Int, activation: Activation = .tanh, recurrentActivation: Activation = .sigmoid,
        useBias: Bool = true, kernelInitializer: Initializer = .glorotUniform,
        recurrentInitializer: Initializer = .orthogonal, biasInitializer: Initializer = .zeros,
        unitForgetBias: Bool = true, kernelRegularizer: Regularizer? = nil, recurrentRegularizer: Regularizer? = nil,
        biasRegularizer: Regularizer? = nil, activityRegularizer: Regularizer? = nil,
        kernelConstraint: Constraint? = nil, recurrentConstraint: Constraint? = nil,
        biasConstraint: Constraint? = nil, dropout: Double = 0, recurrentDropout: Double = 0, seed: Int? = nil,
        returnSequences: Bool = false, returnState: Bool = false, goBackwards: Bool = false, stateful: Bool = false,
        unroll: Bool = false, zeroOutputForMask: Bool = false
    ) {
        self.units = units
        self.activation = activation
        self.recurrentActivation = recurrentActivation
        self.useBias = useBias
        self.kernelInitializer = kernelInitializer
        self.recurrentInitializer = recurrentInitializer
        self.biasInitializer = biasInitializer
        self.unitForgetBias = unitForgetBias
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
        guard let loop = RecurrentLoop(self, inputs, gates: 4, in: scope) else {
            return RecurrentLoop.failed(self, scope)
        }
        // Keras' layer holds a cell, whose weights these are.
        let cell = scope.child("lstm_cell", index: 0)
        let kernel = cell.weight(
            "kernel", [loop.x.dimension(-1), 4 * units], kernelInitializer, regularizer: kernelRegularizer,
            constraint: kernelConstraint)
        let recurrentKernel = cell.weight(
            "recurrent_kernel", [units, 4 * units], recurrentInitializer, regularizer: recurrentRegularizer,
            constraint: recurrentConstraint)
        let bias =
            useBias
            ? cell.weight("bias", [4 * units], initialBias, regularizer: biasRegularizer, constraint: biasConstraint)
            : nil
        let masks = loop.dropoutMasks(gates: 4, in: scope)
        return loop.outputs(loop.projected(kernel, bias, gates: 4, in: scope), in: scope) { x, states in
            step(x, states[0], states[1], recurrentKernel, masks)
        }
    }

    private var initialBias: Initializer {
        guard unitForgetBias else { return biasInitializer }
        let parts: [Initializer.Part] = [
            .init(size: units, initializer: biasInitializer), .init(size: units, initializer: .ones),
            .init(size: 2 * units, initializer: biasInitializer),
        ]
        return Initializer("UnitForgetBias", .joined(parts))
    }

    /// h and c after a step.
    private func step(
        _ x: TracedTensor, _ h: TracedTensor, _ c: TracedTensor, _ kernel: TracedTensor, _ masks: [TracedTensor]
    ) -> [TracedTensor] {
        var z = x.split(4, axis: -1)
        if masks.isEmpty {
            z = (x + h.matmul(kernel)).split(4, axis: -1)
        } else {
            let kernels = kernel.split(4, axis: 1)
            z = (0..<4).map { z[$0] + (h * masks[$0]).matmul(kernels[$0]) }
        }
        let newC = recurrentActivation(z[1]) * c + recurrentActivation(z[0]) * activation(z[2])
        return [recurrentActivation(z[3]) * activation(newC), newC]
    }
}
