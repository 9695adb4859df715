import SumiGraph

/// What a layer does with the mask of its input: which steps count, `[batch, steps]` of type bool.
///
/// ``Masking`` and ``Embedding`` make masks; they travel with the values (``TracedTensor/mask``) as in Keras.
public enum MaskRule: Hashable, Sendable {
    /// The output has no mask. What most layers do that change the order or number of steps.
    case drops
    /// The output has the input's mask: each step is made of the same step.
    case passes
    /// The layer finds the mask as one more input, of type bool, behind the first.
    case takes(passing: Bool)
}

extension AnyLayer {
    /// Layers drop masks unless they say otherwise.
    public var maskRule: MaskRule { .drops }

    /// The outputs for inputs that may have masks.
    package func traceWithMasks(_ inputs: [TracedTensor], in scope: Scope) -> [TracedTensor] {
        var inputs = inputs
        let masks = inputs.map(\.mask)
        if case .takes = maskRule, let first = masks.first, let mask = first,
            inputs.count == 1 || inputs[1].elementType != .bool
        {
            inputs.insert(mask, at: 1)
        }
        let outputs = trace(inputs, in: scope)
        guard maskRule == .passes || maskRule == .takes(passing: true), let y = outputs.first, y.mask == nil,
            let mask = Self.common(maskRule == .passes ? masks : Array(masks.prefix(1)))
        else { return outputs }
        y.remember(mask: mask)
        return outputs
    }

    /// The steps that count in one of the inputs at least; none where an input has no mask, since all its steps count.
    private static func common(_ masks: [TracedTensor?]) -> TracedTensor? {
        let known = masks.compactMap { $0 }
        guard let first = known.first, known.count == masks.count else { return nil }
        return known.dropFirst().reduce(first) { $0.or($1) }
    }
}
