import SumiGraph
import SumiTensor

/// All axes but the batch as one, row by row.
///
/// - Input: `[batch, …]`; where ``dataFormat`` is channels first, the channels move to the end beforehand
/// - Output: `[batch, features]`
///
/// Source: `keras/src/layers/reshaping/flatten.py`, Keras 3.15.
public struct Flatten: Layer, Codable {
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat

    /// A layer with these settings, each of which is described at its property.
    public init(dataFormat: ImageDataFormat? = nil) { self.dataFormat = dataFormat ?? .current }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require(x.rank >= 1, "takes a batch, and receives a single number") else { return scope.failed }
        return x.rank == 1 ? x.expandingDimensions(at: 1) : x.channelsLast(from: dataFormat).flattened()
    }
}
