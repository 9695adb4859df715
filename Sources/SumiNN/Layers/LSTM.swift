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
public struct LSTM: AnyLayer, Codable {
    public var returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask: Bool
    public var units: Int
    public var activation, recurrentActivation: Activation
    public var useBias: Bool
    public var kernelInitializer, recurrentInitializer, biasInitializer: Initializer
    public var unitForgetBias: Bool
    public var kernelRegularizer, recurrentRegularizer, biasRegularizer, activityRegularizer: Regularizer?
    public var kernelConstraint, recurrentConstraint, biasConstraint: Constraint?
    public var dropout, recurrentDropout: Double
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
        let count = returnState ? 3 : 1
        guard let call = call(inputs, scope) else { return Array(repeating: scope.failed, count: count) }
        let weights = weights(features: call.x.dimension(-1), scope)
        let result = run(call, weights, scope)
        // Products over the whole sequence lie time first; users have the batch first.
        let sequence = goBackwards ? result.outputs.reversed(axes: [0]) : result.outputs
        let y = returnSequences ? sequence.transposed([1, 0, 2]) : result.last
        scope.penalize(y, activityRegularizer)
        return returnState ? [y, result.h, result.c] : [y]
    }

    // MARK: Inputs and weights

    private struct Call {
        var x: TracedTensor
        var mask: TracedTensor?
        var h, c: TracedTensor
    }

    private func call(_ inputs: [TracedTensor], _ scope: Scope) -> Call? {
        guard scope.require(!inputs.isEmpty, "takes an input and receives none"),
            scope.require(
                inputs[0].rank == 3, "takes an input [batch, steps, features], and receives \(inputs[0].shape)"),
            scope.requireSizes([units], "units", rank: 1),
            scope.require(units <= Shape.largestSize / 4, "units is \(units), which is too many for four gates"),
            scope.require(!stateful, "stateful: true is not supported; pass the states as inputs instead"),
            scope.require(dropout >= 0 && dropout <= 1, "dropout is \(dropout); it must be from 0 to 1"),
            scope.require(
                recurrentDropout >= 0 && recurrentDropout <= 1,
                "recurrentDropout is \(recurrentDropout); it must be from 0 to 1"),
            scope.require(
                inputs[0].dimension(1) > 0, "takes sequences of one step or more, and receives \(inputs[0].shape)")
        else { return nil }
        let x = inputs[0]
        var rest = inputs.dropFirst()
        let mask = rest.first?.elementType == .bool ? rest.removeFirst() : nil
        let states = Array(rest)
        let (steps, state) = (Shape([x.dimension(0), x.dimension(1)]), Shape([x.dimension(0), units]))
        guard scope.require(mask == nil || mask?.shape == steps, "the mask must have the shape \(steps)"),
            scope.require(
                states.isEmpty || states.count == 2 && states.allSatisfy { $0.type == TensorType(state) },
                "takes two initial states of shape \(state) after the input, and receives \(states.map(\.type))")
        else { return nil }
        let zeros = scope.trace.zeros(TensorType(state))
        return Call(x: x, mask: mask, h: states.first ?? zeros, c: states.last ?? zeros)
    }

    private struct Weights {
        var kernel, recurrentKernel: TracedTensor
        var bias: TracedTensor?
    }

    private func weights(features: Int, _ scope: Scope) -> Weights {
        // Keras' layer holds a cell, whose weights these are.
        let cell = scope.child("lstm_cell", index: 0)
        return Weights(
            kernel: cell.weight(
                "kernel", [features, 4 * units], kernelInitializer, regularizer: kernelRegularizer,
                constraint: kernelConstraint),
            recurrentKernel: cell.weight(
                "recurrent_kernel", [units, 4 * units], recurrentInitializer, regularizer: recurrentRegularizer,
                constraint: recurrentConstraint),
            bias: useBias
                ? cell.weight(
                    "bias", [4 * units], initialBias, regularizer: biasRegularizer, constraint: biasConstraint) : nil)
    }

    private var initialBias: Initializer {
        guard unitForgetBias else { return biasInitializer }
        let parts: [Initializer.Part] = [
            .init(size: units, initializer: biasInitializer), .init(size: units, initializer: .ones),
            .init(size: 2 * units, initializer: biasInitializer),
        ]
        return Initializer("UnitForgetBias", .joined(parts))
    }

    // MARK: The loop

    private func run(_ call: Call, _ weights: Weights, _ scope: Scope) -> (
        last: TracedTensor, outputs: TracedTensor, h: TracedTensor, c: TracedTensor
    ) {
        let masks = dropoutMasks(call.h, scope)
        var sequences = [projected(call.x, weights, scope)]
        if let mask = call.mask { sequences.append(mask.transposed([1, 0])) }
        // With a mask, the output before is a third carry: it is not the state, which may begin otherwise.
        let carries = [call.h, call.c] + (call.mask == nil ? [] : [call.h.zeros()])
        let result = scope.trace.scan(carries: carries, sequences: sequences, isReversed: goBackwards) {
            carries, elements in
            let (h, c) = step(elements[0], carries[0], carries[1], weights.recurrentKernel, masks)
            guard elements.count == 2 else { return ([h, c], returnSequences ? [h] : []) }
            let isKept = elements[1].expandingDimensions(at: 1)
            let output = isKept.select(h, zeroOutputForMask ? h.zeros() : carries[2])
            let states = [isKept.select(h, carries[0]), isKept.select(c, carries[1]), output]
            return (states, returnSequences ? [output] : [])
        }
        guard result.carries.count == carries.count else {
            return (scope.failed, scope.failed, scope.failed, scope.failed)
        }
        let last = result.carries[call.mask == nil ? 0 : 2]
        return (last, result.outputs.first ?? last, result.carries[0], result.carries[1])
    }

    /// x · kernel + bias for all steps at once, time first: the part of z that needs no state.
    private func projected(_ x: TracedTensor, _ weights: Weights, _ scope: Scope) -> TracedTensor {
        var z: TracedTensor
        if scope.isTraining, dropout > 0 {
            // One mask for all steps. Keras drops gate by gate only where it also drops states.
            let mask = Shape([x.dimension(0), 1, x.dimension(2)])
            if recurrentDropout > 0 {
                let parts = weights.kernel.split(4, axis: 1).map { kernel in
                    x.droppingOut(dropout, mask: mask, seed: seed, in: scope).transposed([1, 0, 2]).matmul(kernel)
                }
                z = TracedTensor.concatenated(parts, axis: -1) ?? scope.failed
            } else {
                z = x.droppingOut(dropout, mask: mask, seed: seed, in: scope).transposed([1, 0, 2]).matmul(
                    weights.kernel)
            }
        } else {
            z = x.transposed([1, 0, 2]).matmul(weights.kernel)
        }
        if let bias = weights.bias { z += bias }
        return z
    }

    /// For each gate what the states are multiplied by; empty where nothing is dropped.
    private func dropoutMasks(_ h: TracedTensor, _ scope: Scope) -> [TracedTensor] {
        guard scope.isTraining, recurrentDropout > 0 else { return [] }
        return (0..<4).map { _ in
            (h.zeros() + 1).droppingOut(recurrentDropout, mask: h.shape, seed: seed, in: scope)
        }
    }

    private func step(
        _ x: TracedTensor, _ h: TracedTensor, _ c: TracedTensor, _ kernel: TracedTensor, _ masks: [TracedTensor]
    ) -> (h: TracedTensor, c: TracedTensor) {
        var z = x.split(4, axis: -1)
        if masks.isEmpty {
            z = (x + h.matmul(kernel)).split(4, axis: -1)
        } else {
            let kernels = kernel.split(4, axis: 1)
            z = (0..<4).map { z[$0] + (h * masks[$0]).matmul(kernels[$0]) }
        }
        let newC = recurrentActivation(z[1]) * c + recurrentActivation(z[0]) * activation(z[2])
        return (recurrentActivation(z[3]) * activation(newC), newC)
    }
}
