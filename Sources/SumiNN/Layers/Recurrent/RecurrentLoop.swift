import SumiGraph
import SumiTensor

/// One call of a recurrent layer: its inputs, checked, and the loop over their steps.
///
/// Inputs are `[batch, steps, features]`; then, if there is one, a mask of type bool, `[batch, steps]`; then, if they
/// are given, the initial states, each `[batch, units]`.
struct RecurrentLoop<Recurrent: RecurrentLayer> {
    let x: TracedTensor
    private let layer: Recurrent
    private let mask: TracedTensor?
    private let states: [TracedTensor]

    /// `nil`, and the trace failed, where the inputs or the settings do not fit.
    init?(_ layer: Recurrent, _ inputs: [TracedTensor], gates: Int, in scope: Scope) {
        guard scope.require(!inputs.isEmpty, "takes an input and receives none"),
            scope.require(
                inputs[0].rank == 3, "takes an input [batch, steps, features], and receives \(inputs[0].shape)"),
            scope.requireSizes([layer.units], "units", rank: 1),
            scope.require(
                layer.units <= Shape.largestSize / gates,
                "units is \(layer.units), which is too many for \(gates) gates"),
            scope.require(!layer.stateful, "stateful: true is not supported; pass the states as inputs instead"),
            scope.require(
                layer.dropout >= 0 && layer.dropout <= 1, "dropout is \(layer.dropout); it must be from 0 to 1"),
            scope.require(
                layer.recurrentDropout >= 0 && layer.recurrentDropout <= 1,
                "recurrentDropout is \(layer.recurrentDropout); it must be from 0 to 1"),
            scope.require(
                inputs[0].dimension(1) > 0, "takes sequences of one step or more, and receives \(inputs[0].shape)")
        else { return nil }
        self.layer = layer
        x = inputs[0]
        var rest = inputs.dropFirst()
        mask = rest.first?.elementType == .bool ? rest.removeFirst() : nil
        let (steps, state) = (Shape([x.dimension(0), x.dimension(1)]), Shape([x.dimension(0), layer.units]))
        let count = Recurrent.stateCount
        guard scope.require(mask == nil || mask?.shape == steps, "the mask must have the shape \(steps)"),
            scope.require(
                rest.isEmpty || rest.count == count && rest.allSatisfy { $0.type == TensorType(state) },
                "takes \(count == 1 ? "one initial state" : "two initial states") of shape \(state) after the input, "
                    + "and receives \(rest.map(\.type))")
        else { return nil }
        states = rest.isEmpty ? (0..<count).map { _ in scope.trace.zeros(TensorType(state)) } : Array(rest)
    }

    /// x · kernel + bias for all steps at once, time first: the part of the gates that needs no state.
    func projected(_ kernel: TracedTensor, _ bias: TracedTensor?, gates: Int, in scope: Scope) -> TracedTensor {
        var z: TracedTensor
        if scope.isTraining, layer.dropout > 0 {
            // One mask for all steps. Keras drops gate by gate only where it also drops states.
            let parts = layer.recurrentDropout > 0 ? kernel.split(gates, axis: 1) : [kernel]
            let products = parts.map { kernel in
                x.droppingOut(
                    layer.dropout, mask: [x.dimension(0), 1, x.dimension(2)], seed: layer.seed, in: scope
                ).transposed([1, 0, 2]).matmul(kernel)
            }
            z = TracedTensor.concatenated(products, axis: -1) ?? scope.failed
        } else {
            z = x.transposed([1, 0, 2]).matmul(kernel)
        }
        if let bias { z += bias }
        return z
    }

    /// For each gate what the states are multiplied by; empty where nothing is dropped.
    func dropoutMasks(gates: Int, in scope: Scope) -> [TracedTensor] {
        guard scope.isTraining, layer.recurrentDropout > 0 else { return [] }
        return (0..<gates).map { _ in
            (states[0].zeros() + 1).droppingOut(
                layer.recurrentDropout, mask: states[0].shape, seed: layer.seed, in: scope)
        }
    }

    /// Runs `step` for each element of `projected`, and returns the layer's outputs.
    ///
    /// - Parameter step: the states after the step, of its part of `projected` and the states before it.
    func outputs(
        _ projected: TracedTensor, in scope: Scope, step: (TracedTensor, [TracedTensor]) -> [TracedTensor]
    ) -> [TracedTensor] {
        var sequences = [projected]
        if let mask { sequences.append(mask.transposed([1, 0])) }
        // With a mask, the output before is one more carry: it is not the state, which may begin otherwise.
        let carries = states + (mask == nil ? [] : [states[0].zeros()])
        let result = scope.trace.scan(carries: carries, sequences: sequences, isReversed: layer.goBackwards) {
            carries, elements in
            let (before, last) = (Array(carries.prefix(states.count)), carries[carries.count - 1])
            let after = step(elements[0], before)
            guard elements.count == 2 else { return (after, layer.returnSequences ? [after[0]] : []) }
            let isKept = elements[1].expandingDimensions(at: 1)
            let output = isKept.select(after[0], layer.zeroOutputForMask ? after[0].zeros() : last)
            let kept = zip(after, before).map { isKept.select($0, $1) }
            return (kept + [output], layer.returnSequences ? [output] : [])
        }
        guard result.carries.count == carries.count else { return Self.failed(layer, scope) }
        var y = result.carries[mask == nil ? 0 : states.count]
        if layer.returnSequences, let sequence = result.outputs.first {
            // Products over the whole sequence lie time first; users have the batch first.
            y = (layer.goBackwards ? sequence.reversed(axes: [0]) : sequence).transposed([1, 0, 2])
        }
        scope.penalize(y, layer.activityRegularizer)
        return [y] + (layer.returnState ? Array(result.carries.prefix(states.count)) : [])
    }

    /// As many outputs as the layer has, all of them failed.
    static func failed(_ layer: Recurrent, _ scope: Scope) -> [TracedTensor] {
        Array(repeating: scope.failed, count: layer.outputCount)
    }
}
