import SumiGraph
import SumiTensor

/// exp(x) / Σ exp(x) along one axis or several. A second, boolean input is a mask of the elements that count.
///
/// - Input and output: any shape
///
/// Source: `keras/src/layers/activations/softmax.py`, Keras 3.15.
public struct Softmax: AnyLayer, Codable {
    /// One axis or several; negative ones count from the end.
    public var axis: AxisOrList

    /// A layer with these settings, each of which is described at its property.
    public init(axis: some IntOrList = -1) {
        self.axis = axis is Int ? .axis(axis.list[0]) : .list(axis.list)
    }

    /// What Keras adds to elements that the mask leaves out.
    private static let excluded = -1e9

    public var maskRule: MaskRule { .passes }

    public func trace(_ inputs: [TracedTensor], in scope: Scope) -> [TracedTensor] {
        guard
            scope.require(
                inputs.count == 1 || inputs.count == 2 && inputs[1].elementType == .bool,
                "takes one input and a mask of type bool, if any, and receives \(inputs.map(\.type))")
        else { return [scope.failed] }
        let axes = axis.axes.map { inputs[0].shape.axis($0) ?? -1 }
        guard
            scope.require(
                !axes.contains(-1) && !axes.isEmpty && Set(axes).count == axes.count,
                "axis is \(axis.axes); an input of shape \(inputs[0].shape) does not have these, once each")
        else { return [scope.failed] }
        var x = inputs[0]
        if inputs.count == 2 { x += (1 - inputs[1].converted(to: .float32)) * Self.excluded }
        if axes.count == 1 { return [Activation.softmax(axis: axes[0])(x)] }
        // Several axes as one, at the end, and back.
        let order = (0..<x.rank).filter { !axes.contains($0) } + axes.sorted()
        let moved = x.transposed(order)
        if moved.isFailed { return [scope.failed] }
        let kept = Array(moved.shape.dimensions.dropLast(axes.count))
        let joined = moved.reshaped(Shape(kept + [-1])).softmax()
        var inverse = order
        for (place, axis) in order.enumerated() { inverse[axis] = place }
        return [joined.reshaped(moved.shape).transposed(inverse)]
    }
}
