import SumiGraph
import SumiTensor

/// The axes of each sample in another order.
///
/// - Input: `[batch, …]`
/// - Output: axis `i` is the input's axis `dims[i − 1]`, counted from 1, the batch staying first
///
/// Source: `keras/src/layers/reshaping/permute.py`, Keras 3.15.
public struct Permute: Layer, Codable {
    /// The new order of the axes, counted from 1 behind the batch.
    public var dims: [Int]

    /// A layer with these settings, each of which is described at its property.
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
