import SumiGraph
import SumiTensor

extension Scope {
    /// The axes of `x` that a setting names, counted from 0, in the setting's order; fails where there is no such axis,
    /// or one is named twice.
    func axes(_ setting: AxisOrList, of x: TracedTensor) -> [Int]? {
        if x.isFailed { return nil }
        let axes = setting.axes.compactMap { x.shape.axis($0) }
        guard
            require(
                axes.count == setting.axes.count && Set(axes).count == axes.count && !axes.isEmpty,
                "axis is \(setting.axes); an input of shape \(x.shape) has other axes, and each may be named once")
        else { return nil }
        return axes
    }
}

extension TracedTensor {
    /// This tensor, which has the sizes of `axes` only, as it lies in `x`: with size 1 along all other axes.
    func spread(along axes: [Int], of x: TracedTensor) -> TracedTensor {
        if isFailed || x.isFailed { return trace.failedTensor }
        return reshaped(Shape((0..<x.rank).map { axes.contains($0) ? x.dimension($0) : 1 }))
    }

    /// Mean and population variance over `axes`, which stay with size 1. Two passes: of large means, E[x²] − E[x]² would
    /// leave nothing.
    func moments(axes: [Int]) -> (mean: TracedTensor, variance: TracedTensor) {
        let mean = mean(axes: axes, keepingDimensions: true)
        return (mean, (self - mean).squared().mean(axes: axes, keepingDimensions: true))
    }
}
