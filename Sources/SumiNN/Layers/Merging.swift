import SumiGraph
import SumiTensor

/// The sum of all inputs.
///
/// - Input: two or more tensors whose shapes broadcast; one with fewer axes gets axes of size 1 after the batch
/// - Output: their common shape
///
/// Source for all merging layers: `keras/src/layers/merging/`, Keras 3.15.
public struct Add: MergingLayer, Codable {
    public init() {}

    public func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor {
        scope.merged(inputs) { $0 + $1 }
    }
}

/// The first input less the second.
///
/// - Input: two tensors whose shapes broadcast; one with fewer axes gets axes of size 1 after the batch
/// - Output: their common shape
public struct Subtract: MergingLayer, Codable {
    public init() {}

    public func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor {
        guard scope.require(inputs.count == 2, "takes two inputs and receives \(inputs.count)") else {
            return scope.failed
        }
        return scope.merged(inputs) { $0 - $1 }
    }
}

/// The product of all inputs.
///
/// - Input: two or more tensors whose shapes broadcast; one with fewer axes gets axes of size 1 after the batch
/// - Output: their common shape
public struct Multiply: MergingLayer, Codable {
    public init() {}

    public func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor {
        scope.merged(inputs) { $0 * $1 }
    }
}

/// The mean of all inputs.
///
/// - Input: two or more tensors whose shapes broadcast; one with fewer axes gets axes of size 1 after the batch
/// - Output: their common shape
public struct Average: MergingLayer, Codable {
    public init() {}

    public func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor {
        scope.merged(inputs) { $0 + $1 } / Double(max(inputs.count, 1))
    }
}

/// The largest of all inputs, element by element; of equal ones the earlier gets the gradient.
///
/// - Input: two or more tensors whose shapes broadcast; one with fewer axes gets axes of size 1 after the batch
/// - Output: their common shape
public struct Maximum: MergingLayer, Codable {
    public init() {}

    public func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor {
        scope.merged(inputs) { $0.maximum($1) }
    }
}

/// The smallest of all inputs, element by element; of equal ones the earlier gets the gradient.
///
/// - Input: two or more tensors whose shapes broadcast; one with fewer axes gets axes of size 1 after the batch
/// - Output: their common shape
public struct Minimum: MergingLayer, Codable {
    public init() {}

    public func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor {
        scope.merged(inputs) { $0.minimum($1) }
    }
}

/// The inputs one after the other along `axis`.
///
/// - Input: tensors whose shapes differ along `axis` only
/// - Output: the same shape, longer along `axis`
public struct Concatenate: MergingLayer, Codable {
    public var axis: Int

    public init(axis: Int = -1) { self.axis = axis }

    public func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor {
        guard scope.require(!inputs.isEmpty, "takes one input or more and receives none"),
            scope.require(
                inputs[0].shape.axis(axis) != nil, "there is no axis \(axis) in an input of shape \(inputs[0].shape)")
        else { return scope.failed }
        return TracedTensor.concatenated(inputs, axis: axis) ?? scope.failed
    }
}

extension Scope {
    /// `inputs` combined one after the other, after those with fewer axes got axes of size 1 behind the batch.
    fileprivate func merged(_ inputs: [TracedTensor], _ combine: (TracedTensor, TracedTensor) -> TracedTensor)
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
