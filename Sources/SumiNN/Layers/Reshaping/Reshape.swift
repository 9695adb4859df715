import SumiGraph
import SumiTensor

/// The same elements of each sample in another shape.
///
/// - Input: `[batch, …]`
/// - Output: `[batch] + targetShape`; one size may be −1 and is worked out
///
/// Source: `keras/src/layers/reshaping/reshape.py`, Keras 3.15.
public struct Reshape: Layer, Codable {
    /// Without the batch axis.
    public var targetShape: [Int]

    /// A layer with these settings, each of which is described at its property.
    public init(_ targetShape: [Int]) { self.targetShape = targetShape }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require(x.rank >= 1, "takes a batch, and receives a single number"),
            scope.require(
                targetShape.allSatisfy { $0 >= -1 && $0 <= Shape.largestSize } && targetShape.count { $0 == -1 } <= 1,
                "targetShape is \(targetShape); sizes go from 0 to \(Shape.largestSize), and one may be -1")
        else { return scope.failed }
        let sample = Shape(Array(x.shape.dimensions.dropFirst()))
        let known = Shape(targetShape.filter { $0 != -1 }).count
        let isOpen = targetShape.contains(-1)
        let fits = isOpen ? known > 0 && sample.count % known == 0 : known == sample.count
        guard
            scope.require(
                fits, "a sample of shape \(sample) has \(sample.count) elements, which do not fill \(targetShape)")
        else { return scope.failed }
        let sizes = targetShape.map { $0 == -1 ? sample.count / known : $0 }
        return x.reshaped(Shape([x.dimension(0)] + sizes))
    }
}
