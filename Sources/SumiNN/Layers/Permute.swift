import SumiGraph
import SumiTensor

/// The axes of each sample in another order.
///
/// - Input: `[batch, …]`
/// - Output: axis `i` is the input's axis `dims[i − 1]`, counted from 1, the batch staying first
///
/// Source: `keras/src/layers/reshaping/permute.py`, Keras 3.15.
public struct Permute: Layer, Codable {
    public var dims: [Int]

    public init(_ dims: [Int]) { self.dims = dims }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard
            scope.require(
                x.isFailed || dims.sorted() == Array(1..<max(x.rank, 1)),
                "dims are \(dims); an input of shape \(x.shape) takes each of 1 to \(x.rank - 1) once")
        else { return scope.failed }
        return x.transposed([0] + dims)
    }
}

/// Each sample `n` times, one after the other.
///
/// - Input: `[batch, features]`
/// - Output: `[batch, n, features]`
///
/// Source: `keras/src/layers/reshaping/repeat_vector.py`, Keras 3.15.
public struct RepeatVector: Layer, Codable {
    public var n: Int

    public init(_ n: Int) { self.n = n }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.requireSizes([n], "n", rank: 1),
            scope.require(x.isFailed || x.rank == 2, "takes an input [batch, features], and receives \(x.shape)")
        else { return scope.failed }
        return x.expandingDimensions(at: 1).broadcast(to: [x.dimension(0), n, x.dimension(1)])
    }
}
