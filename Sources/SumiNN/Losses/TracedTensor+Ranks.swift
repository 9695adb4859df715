import SumiGraph
import SumiTensor

extension TracedTensor {
    /// Both tensors with one rank, where they differ by a last axis of size 1: it is added to a vector, and taken from
    /// anything else. Other ranks stay as they are. (Keras: `squeeze_or_expand_to_same_rank`.)
    func sameRank(as other: TracedTensor, expandingVectors: Bool = true) -> (TracedTensor, TracedTensor) {
        if isFailed || other.isFailed { return (self, other) }
        if rank == other.rank + 1, shape.dimensions.last == 1 {
            return other.rank == 1 && expandingVectors
                ? (self, other.expandingDimensions(at: -1)) : (withoutLastAxis(), other)
        }
        if other.rank == rank + 1, other.shape.dimensions.last == 1 {
            return rank == 1 && expandingVectors
                ? (expandingDimensions(at: -1), other) : (self, other.withoutLastAxis())
        }
        return (self, other)
    }

    /// This weight and the values it weighs with ranks that broadcast as they should: a weight that lacks the last
    /// axes of `values` counts for all along them.
    func matchingRank(of values: TracedTensor) -> (weight: TracedTensor, values: TracedTensor) {
        let (values, weight) = values.sameRank(as: self)
        guard !weight.isFailed, !values.isFailed, weight.rank > 0, weight.rank < values.rank else {
            return (weight, values)
        }
        let ones = Array(repeating: 1, count: values.rank - weight.rank)
        return (weight.reshaped(Shape(weight.shape.dimensions + ones)), values)
    }

    /// The same elements without a last axis of size 1.
    func withoutLastAxis() -> TracedTensor { isFailed ? self : reshaped(Shape(Array(shape.dimensions.dropLast()))) }

    /// This divided by `divisor`, 0 where the divisor is 0; the gradient there is 0 too.
    func dividedOrZero(by divisor: TracedTensor) -> TracedTensor {
        let isZero = divisor .== 0
        return isZero.select(0, self / isZero.select(1, divisor))
    }
}
