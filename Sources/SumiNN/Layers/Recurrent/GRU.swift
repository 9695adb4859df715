import SumiGraph
import SumiTensor

/// Gated recurrent unit. In each step, with `a = x · kernel + bias` and `b = h · recurrent_kernel + recurrent bias`, cut
/// into the gates z, r, h: `z = ρ(a_z + b_z)`, `r = ρ(a_r + b_r)`, `h ← z h + (1 − z) φ(a_h + r b_h)`, where φ is
/// `activation` and ρ `recurrentActivation`.
///
/// With ``resetAfter`` false there is no recurrent bias, and `(r h) · recurrent_kernel_h` stands in place of `r b_h`.
///
/// - Inputs: `[batch, steps, features]`; then, if there is one, a mask of type bool, `[batch, steps]`; then, if it is
///   given, the initial state `[batch, units]`. A step that the mask leaves out keeps the state and repeats the output
///   before it (or gives zeros, with ``zeroOutputForMask``).
/// - Outputs: `[batch, units]` of the last step, or `[batch, steps, units]` with ``returnSequences``; with
///   ``returnState`` also the state after the last step
/// - Weights, in Keras order: `kernel [features, 3 units]`, `recurrent_kernel [units, 3 units]`, `bias [2, 3 units]`
///   (`[3 units]` with ``resetAfter`` false), whose columns are those of z, r and h
///
/// Source: Cho et al., 2014; `keras/src/layers/rnn/gru.py`, Keras 3.15.
public struct GRU: RecurrentLayer {
    public static let stateCount = 1

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
    /// What weights and output add to the loss.
    public var kernelRegularizer, recurrentRegularizer, biasRegularizer, activityRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var kernelConstraint, recurrentConstraint, biasConstraint: Constraint?
    /// The shares of the inputs and of the states that are dropped while training.
    public var dropout, recurrentDropout: Double
    /// Whether the reset gate works behind the recurrent product.
    public var resetAfter: Bool
    /// What the layer's random numbers follow from; the model's seed and the layer's place where it is `nil`.
    public var seed: Int?

    /// - Parameters:
    ///   - dropout: share of the inputs that is dropped while training, the same ones in all steps.
    ///   - recurrentDropout: share of the state that is dropped, other ones for each gate.
    ///   - goBackwards: whether the last step comes first; sequences are returned in the order they are made in.
    ///   - unroll: how Keras runs the loop; it changes nothing here.
    ///   - resetAfter: whether the reset gate works on the product with the state, rather than on the state.
    public init(
        _ units: Int, activation: Activation = .tanh, recurrentActivation: Activation = .sigmoid,
        useBias: Bool = true, kernelInitializer: Initializer = .glorotUniform,
        recurrentInitializer: Initializer = .orthogonal, biasInitializer: Initializer = .zeros,
        kernelRegularizer: Regularizer? = nil, recurrentRegularizer: Regularizer? = nil,
        biasRegularizer: Regularizer? = nil, activityRegularizer: Regularizer? = nil,
        kernelConstraint: Constraint? = nil, recurrentConstraint: Constraint? = nil,
        biasConstraint: Constraint? = nil, dropout: Double = 0, recurrentDropout: Double = 0, seed: Int? = nil,
        returnSequences: Bool = false, returnState: Bool = false, goBackwards: Bool = false, stateful: Bool = false,
        unroll: Bool = false, resetAfter: Bool = true, zeroOutputForMask: Bool = false
    ) {
        self.units = units
        self.activation = activation
        self.recurrentActivation = recurrentActivation
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
        self.resetAfter = resetAfter
        self.zeroOutputForMask = zeroOutputForMask
    }

    public func trace(_ inputs: [TracedTensor], in scope: Scope) -> [TracedTensor] {
        guard let loop = RecurrentLoop(self, inputs, gates: 3, in: scope) else {
            return RecurrentLoop.failed(self, scope)
        }
        // Keras' layer holds a cell, whose weights these are.
        let cell = scope.child("gru_cell", index: 0)
        let kernel = cell.weight(
            "kernel", [loop.x.dimension(-1), 3 * units], kernelInitializer, regularizer: kernelRegularizer,
            constraint: kernelConstraint)
        let recurrentKernel = cell.weight(
            "recurrent_kernel", [units, 3 * units], recurrentInitializer, regularizer: recurrentRegularizer,
            constraint: recurrentConstraint)
        let bias =
            useBias
            ? cell.weight(
                "bias", resetAfter ? [2, 3 * units] : [3 * units], biasInitializer, regularizer: biasRegularizer,
                constraint: biasConstraint) : nil
        let inputBias = resetAfter ? bias?.sliced(axis: 0, 0..<1).reshaped([3 * units]) : bias
        let recurrentBias = resetAfter ? bias?.sliced(axis: 0, 1..<2).reshaped([3 * units]) : nil
        let masks = loop.dropoutMasks(gates: 3, in: scope)
        return loop.outputs(loop.projected(kernel, inputBias, gates: 3, in: scope), in: scope) { x, states in
            [
                resetAfter
                    ? stepResettingAfter(x, states[0], recurrentKernel, recurrentBias, masks)
                    : stepResettingBefore(x, states[0], recurrentKernel, masks)
            ]
        }
    }

    private func stepResettingAfter(
        _ x: TracedTensor, _ h: TracedTensor, _ kernel: TracedTensor, _ bias: TracedTensor?, _ masks: [TracedTensor]
    ) -> TracedTensor {
        let a = x.split(3, axis: -1)
        var b: [TracedTensor]
        if masks.isEmpty {
            let product = h.matmul(kernel)
            b = (bias.map { product + $0 } ?? product).split(3, axis: -1)
        } else {
            b = zip(masks, kernel.split(3, axis: 1)).map { (h * $0).matmul($1) }
            if let bias { b = zip(b, bias.split(3, axis: 0)).map { $0 + $1 } }
        }
        let (z, r) = (recurrentActivation(a[0] + b[0]), recurrentActivation(a[1] + b[1]))
        return z * h + (1 - z) * activation(a[2] + r * b[2])
    }

    private func stepResettingBefore(
        _ x: TracedTensor, _ h: TracedTensor, _ kernel: TracedTensor, _ masks: [TracedTensor]
    ) -> TracedTensor {
        let (a, kernels) = (x.split(3, axis: -1), kernel.split(3, axis: 1))
        func masked(_ gate: Int) -> TracedTensor { masks.isEmpty ? h : h * masks[gate] }
        let z = recurrentActivation(a[0] + masked(0).matmul(kernels[0]))
        let r = recurrentActivation(a[1] + masked(1).matmul(kernels[1]))
        return z * h + (1 - z) * activation(a[2] + (r * masked(2)).matmul(kernels[2]))
    }
}
