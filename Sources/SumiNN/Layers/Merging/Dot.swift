import SumiGraph
import SumiTensor

/// Products of two inputs, sample by sample, summed over one axis of each.
///
/// - Input: two tensors whose sizes along the summed axes agree
/// - Output: `[batch, other axes of the first…, other axes of the second…]`; `[batch, 1]` where there are none
///
/// Source: `keras/src/layers/merging/dot.py`, Keras 3.15.
public struct Dot: MergingLayer, Codable {
    /// One axis of both inputs, or one of each.
    public var axes: AxisOrList
    /// Whether both are first divided by their lengths along the axis: the result is the cosine.
    public var normalize: Bool

    /// A layer with these settings, each of which is described at its property.
    public init(axes: some IntOrList, normalize: Bool = false) {
        self.axes = AxisOrList(axes)
        self.normalize = normalize
    }

    public func trace(merging inputs: [TracedTensor], in scope: Scope) -> TracedTensor {
        guard scope.require(inputs.count == 2, "takes two inputs and receives \(inputs.count)"),
            scope.require(
                axes.axes.count == 1 || axes.axes.count == 2, "axes is \(axes.axes); it takes one axis, or one of each")
        else { return scope.failed }
        let pair = axes.axes.count == 1 ? [axes.axes[0], axes.axes[0]] : axes.axes
        guard let left = axis(pair[0], inputs[0], scope), let right = axis(pair[1], inputs[1], scope) else {
            return scope.failed
        }
        let (a, b) = normalize ? (inputs[0].unit(axes: [left]), inputs[1].unit(axes: [right])) : (inputs[0], inputs[1])
        let y = a.dot(
            b, DotAxes(leftBatch: [0], rightBatch: [0], leftContract: [left], rightContract: [right]))
        return y.rank == 1 ? y.expandingDimensions(at: 1) : y
    }

    private func axis(_ axis: Int, _ x: TracedTensor, _ scope: Scope) -> Int? {
        let index = x.shape.axis(axis)
        guard
            scope.require(
                index.map { $0 > 0 } ?? false,
                "there is no axis \(axis) to sum over in an input of shape \(x.shape), whose first axis counts the samples"
            )
        else { return nil }
        return index
    }
}
