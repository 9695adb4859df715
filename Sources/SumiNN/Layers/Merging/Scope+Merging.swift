import SumiGraph
import SumiTensor

extension Scope {
    /// `inputs` combined one after the other, after those with fewer axes got axes of size 1 behind the batch.
    func merged(_ inputs: [TracedTensor], _ combine: (TracedTensor, TracedTensor) -> TracedTensor)
        -> TracedTensor
    {
        guard require(!inputs.isEmpty, "takes one input or more and receives none") else { return failed }
        let rank = inputs.map(\.rank).max() ?? 0
        let aligned = inputs.map { input in
            input.rank == rank || input.rank == 0
                ? input
                : input.reshaped(
                    Shape(
                        [input.dimension(0)] + Array(repeating: 1, count: rank - input.rank)
                            + Array(input.shape.dimensions.dropFirst())))
        }
        return aligned.dropFirst().reduce(aligned[0], combine)
    }
}
