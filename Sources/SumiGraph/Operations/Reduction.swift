import SumiTensor

/// What a reduction keeps of the elements along its axes. Of no elements: 0, −∞ and +∞.
public enum Reduction: String, CaseIterable, Hashable, Sendable {
    /// The sum, the largest and the smallest of the elements.
    case sum, max, min

    func resultType(_ x: TensorType, _ axes: [Int]) throws(ShapeError) -> TensorType {
        guard Set(axes).count == axes.count, axes.allSatisfy({ $0 >= 0 && $0 < x.shape.rank }) else {
            throw ShapeError("\(rawValue) of \(x.shape) over axes \(axes): each axis once, of those there are")
        }
        guard x.elementType != .bool, x.elementType != .uint8 else {
            throw ShapeError("\(rawValue) of \(x): not for elements of type \(x.elementType), convert them first")
        }
        let kept = (0..<x.shape.rank).filter { !axes.contains($0) }
        return TensorType(Shape(kept.map { x.shape.dimensions[$0] }), x.elementType)
    }

    /// Sum: `dy` everywhere. Extremes: `dy` shared evenly by the elements that are equal to the result.
    func gradient(_ x: TracedTensor, _ y: TracedTensor, _ dy: TracedTensor, _ axes: [Int]) -> TracedTensor {
        switch self {
        case .sum: return dy.spread(over: axes, of: x.shape)
        case .max, .min:
            let isExtreme = (x .== y.spread(over: axes, of: x.shape)).converted(to: x.elementType)
            return isExtreme * (dy / isExtreme.sum(axes: axes)).spread(over: axes, of: x.shape)
        }
    }
}

extension Operation {
    func argMaxType(_ x: TensorType, _ axis: Int) throws(ShapeError) -> TensorType {
        guard axis >= 0, axis < x.shape.rank, x.shape.dimensions[axis] > 0 else {
            throw ShapeError("argMax of \(x.shape) along axis \(axis): there is no such axis, or nothing along it")
        }
        var sizes = x.shape.dimensions
        sizes.remove(at: axis)
        return TensorType(Shape(sizes), .int32)
    }

    func softmaxType(_ x: TensorType, _ axis: Int) throws(ShapeError) -> TensorType {
        guard axis >= 0, axis < x.shape.rank, x.elementType == .float32 else {
            throw ShapeError("\(name) of \(x) along axis \(axis): float32 and an axis that there is")
        }
        return x
    }

    /// Both are y's own functions: softmax y (dy − Σ dy y), logSoftmax dy − exp(y) Σ dy.
    func softmaxGradient(_ y: TracedTensor, _ dy: TracedTensor, _ axis: Int) -> TracedTensor {
        if case .logSoftmax = self {
            return dy - y.exp() * dy.sum(axes: [axis]).spread(over: [axis], of: y.shape)
        }
        return y * (dy - (dy * y).sum(axes: [axis]).spread(over: [axis], of: y.shape))
    }
}
