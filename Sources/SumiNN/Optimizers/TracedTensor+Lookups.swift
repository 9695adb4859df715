import SumiGraph

extension TracedTensor {
    /// A function of a gradient, such as its square, taken of each of its parts where it is one of rows that were looked up.
    ///
    /// What reaches a row of an embedding is a sum over all places where the row was looked up. Keras on TensorFlow keeps
    /// the places apart until an optimizer adds them to its averages, so that a row that was looked up twice counts as g₁² + g₂²
    /// and not as (g₁ + g₂)². A model that goes on from a file of Keras comes to the same weights only this way. Gradients
    /// of another kind, and those that were clipped or accumulated, are taken as a whole.
    ///
    /// Source: Keras 3.15, `keras/src/backend/tensorflow/sparse.py`, `elementwise_unary`.
    func ofEachLookup(_ transform: (TracedTensor) -> TracedTensor) -> TracedTensor {
        lookups(transform) ?? transform(self)
    }

    /// `nil` where this is no sum of rows that were looked up.
    private func lookups(_ transform: (TracedTensor) -> TracedTensor) -> TracedTensor? {
        guard !isFailed else { return nil }
        let node = trace.nodes[id]
        let operands = node.operands.map { TracedTensor(trace: trace, id: $0, type: trace.nodes[$0].type) }
        switch node.operation {
        case .scatterAdd(.slices(axis: 0), let size):
            return transform(operands[1]).scatterAdded(operands[0], .slices(axis: 0), size: size)
        case .binary(.add):
            // A table that is used in several places.
            guard let first = operands[0].lookups(transform), let second = operands[1].lookups(transform) else {
                return nil
            }
            return first + second
        default: return nil
        }
    }
}
