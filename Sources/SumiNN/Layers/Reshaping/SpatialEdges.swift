import SumiGraph
import SumiTensor

extension Scope {
    /// Refuses a setting that should hold two numbers, not negative, for each of `rank` axes.
    func requireEnds(_ ends: [[Int]], _ name: String, rank: Int) -> Bool {
        require(
            ends.count == rank
                && ends.allSatisfy { $0.count == 2 && $0.allSatisfy { $0 >= 0 && $0 <= Shape.largestSize } },
            "\(name) is \(ends); it takes the numbers of cells before and after for each axis, not negative")
    }
}

extension ImageDataFormat {
    /// One value for every axis: `values` at the spatial ones, `other` at batch and channels.
    func atSpatialAxes<Value>(_ values: [Value], _ other: Value) -> [Value] {
        self == .channelsLast ? [other] + values + [other] : [other, other] + values
    }
}

extension TracedTensor {
    func cropped(_ ends: [[Int]], axes: [Int], in scope: Scope) -> TracedTensor {
        if isFailed { return self }
        var bounds = SliceBounds(
            starts: shape.dimensions.map { _ in 0 }, limits: shape.dimensions, strides: shape.dimensions.map { _ in 1 })
        for (axis, end) in zip(axes, ends) {
            guard
                scope.require(
                    end[0] + end[1] < dimension(axis), "cropping \(end) leaves nothing of \(shape) along axis \(axis)")
            else { return scope.failed }
            bounds.starts[axis] = end[0]
            bounds.limits[axis] -= end[1]
        }
        return sliced(bounds)
    }
}
