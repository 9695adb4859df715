import SumiGraph
import SumiJSON
import SumiTensor

/// A recurrent layer that reads the sequence twice, forwards and backwards, with weights of its own each way.
///
/// - Inputs: `[batch, steps, features]`; then, if there is one, a mask of type bool, `[batch, steps]`; then, if they are
///   given, the initial states: first those of the way forwards, then those of the way backwards
/// - Outputs: what ``mergeMode`` makes of both outputs, those of the way backwards in the order of the steps; where it
///   is `nil`, both; then the states after the last steps, where the layers return them
/// - Weights: those of the layer forwards, then those of the layer backwards
///
/// Source: Schuster and Paliwal, 1997; `keras/src/layers/rnn/bidirectional.py`, Keras 3.15.
public struct Bidirectional: AnyLayer, Codable {
    /// How the two directions are joined.
    public var mergeMode: BidirectionalMerge?
    private var forward: WrappedLayer
    private var backward: WrappedLayer?

    private enum CodingKeys: String, CodingKey { case mergeMode, forward = "layer", backward = "backwardLayer" }

    /// - Parameters:
    ///   - layer: a recurrent layer; the way backwards has the same settings.
    ///   - backwardLayer: other settings for the way backwards; it must go backwards itself.
    ///   - name: what the names of both ways are made of: `forward_lstm` and `backward_lstm` without it.
    public init(
        _ layer: some RecurrentLayer, mergeMode: BidirectionalMerge? = .concat,
        backwardLayer: (any RecurrentLayer)? = nil, name: String? = nil
    ) {
        self.mergeMode = mergeMode
        let forward = WrappedLayer(layer, name: name)
        self.forward = Self.way(layer, "forward_", forward.name)
        backward = backwardLayer.map { Self.way($0, "backward_", forward.name) }
    }

    /// A layer with the name and the setting that Keras gives it.
    private static func way(
        _ layer: any RecurrentLayer, _ prefix: String, _ name: String, isTrainable: Bool = true
    ) -> WrappedLayer {
        var layer = layer
        layer.zeroOutputForMask = layer.returnSequences
        return WrappedLayer(layer, name: name.hasPrefix(prefix) ? name : prefix + name, isTrainable: isTrainable)
    }

    /// Both ways, or `nil` where a file has put something else here.
    private var ways: (forward: WrappedLayer, backward: WrappedLayer)? {
        guard let layer = forward.layer as? any RecurrentLayer else { return nil }
        let first = Self.way(layer, "forward_", forward.name, isTrainable: forward.isTrainable)
        if let backward {
            guard let layer = backward.layer as? any RecurrentLayer else { return nil }
            return (first, Self.way(layer, "backward_", backward.name, isTrainable: backward.isTrainable))
        }
        var opposite = layer
        opposite.goBackwards.toggle()
        let name = String(first.name.dropFirst("forward_".count))
        return (first, Self.way(opposite, "backward_", name, isTrainable: forward.isTrainable))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(mergeMode, forKey: .mergeMode)
        try container.encode(ways?.forward ?? forward, forKey: .forward)
        try container.encodeIfPresent(ways?.backward ?? backward, forKey: .backward)
    }

    public var maskRule: MaskRule {
        .takes(passing: (forward.layer as? any RecurrentLayer)?.returnSequences ?? false)
    }

    public func trace(_ inputs: [TracedTensor], in scope: Scope) -> [TracedTensor] {
        guard let ways, let layer = ways.forward.layer as? any RecurrentLayer,
            let back = ways.backward.layer as? any RecurrentLayer
        else {
            _ = scope.require(false, "the layer inside is no recurrent one: LSTM, GRU or SimpleRNN")
            return failed(scope)
        }
        guard scope.require(!inputs.isEmpty, "takes an input and receives none"),
            scope.require(
                layer.goBackwards != back.goBackwards, "both layers go the same way: one must have goBackwards: true"),
            scope.require(
                layer.returnSequences == back.returnSequences && layer.returnState == back.returnState,
                "both layers must have the same returnSequences and returnState")
        else { return failed(scope) }
        // The input and its mask go both ways; of the states each way has its half.
        let shared = inputs.count > 1 && inputs[1].elementType == .bool ? 2 : 1
        let states = inputs.dropFirst(shared)
        guard
            scope.require(
                states.count % 2 == 0, "takes as many initial states for each way, and receives \(states.count)")
        else { return failed(scope) }
        let half = states.count / 2
        let there = layer.trace(
            Array(inputs.prefix(shared) + states.prefix(half)),
            in: scope.child(ways.forward.name, index: 0, isTrainable: ways.forward.isTrainable))
        var backAgain = back.trace(
            Array(inputs.prefix(shared) + states.dropFirst(half)),
            in: scope.child(ways.backward.name, index: 1, isTrainable: ways.backward.isTrainable))
        if layer.returnSequences { backAgain[0] = backAgain[0].reversed(axes: [1]) }
        return merged(there[0], backAgain[0], scope) + there.dropFirst() + backAgain.dropFirst()
    }

    private func merged(_ a: TracedTensor, _ b: TracedTensor, _ scope: Scope) -> [TracedTensor] {
        switch mergeMode {
        case .concat: [TracedTensor.concatenated([a, b], axis: -1) ?? scope.failed]
        case .sum: [a + b]
        case .mul: [a * b]
        case .ave: [(a + b) / 2]
        case nil: [a, b]
        }
    }

    private func failed(_ scope: Scope) -> [TracedTensor] { Array(repeating: scope.failed, count: outputCount) }

    public var outputCount: Int {
        let layer = forward.layer as? any RecurrentLayer
        return (mergeMode == nil ? 2 : 1) + 2 * ((layer?.outputCount ?? 1) - 1)
    }
}
