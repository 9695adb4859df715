import SumiTensor

extension TracedTensor {
    /// The sum over `axes` (negative ones count from the end); all of them where none are named.
    public func sum(axes: [Int]? = nil, keepingDimensions: Bool = false) -> TracedTensor {
        reduced(.sum, axes, keepingDimensions)
    }

    /// The largest element over `axes` (negative ones count from the end); over all where none are named.
    public func max(axes: [Int]? = nil, keepingDimensions: Bool = false) -> TracedTensor {
        reduced(.max, axes, keepingDimensions)
    }

    /// The smallest element over `axes` (negative ones count from the end); over all where none are named.
    public func min(axes: [Int]? = nil, keepingDimensions: Bool = false) -> TracedTensor {
        reduced(.min, axes, keepingDimensions)
    }

    /// The mean over `axes` (negative ones count from the end); over all where none are named.
    public func mean(axes: [Int]? = nil, keepingDimensions: Bool = false) -> TracedTensor {
        let total = sum(axes: axes, keepingDimensions: keepingDimensions)
        if isFailed || total.isFailed { return total }
        return total / Double(shape.count / Swift.max(total.shape.count, 1))
    }

    private func reduced(_ reduction: Reduction, _ axes: [Int]?, _ keepingDimensions: Bool) -> TracedTensor {
        if isFailed { return self }
        let axes = (axes ?? Array(0..<rank)).map(index(ofAxis:)).sorted()
        if axes.isEmpty { return self }
        let result = trace.append(.reduce(reduction, axes: axes), [self])
        guard keepingDimensions, !result.isFailed else { return result }
        return result.reshaped(Shape(shape.dimensions.enumerated().map { axes.contains($0) ? 1 : $1 }))
    }

    /// The int32 index of the first maximum along `axis`, which the result lacks.
    public func argMax(axis: Int = -1) -> TracedTensor { trace.append(.argMax(axis: index(ofAxis: axis)), [self]) }

    /// exp(x) / Σ exp(x) along `axis`, the largest element subtracted before.
    public func softmax(axis: Int = -1) -> TracedTensor { trace.append(.softmax(axis: index(ofAxis: axis)), [self]) }

    /// log(softmax(x)) along `axis`, exact where softmax would round to 0.
    public func logSoftmax(axis: Int = -1) -> TracedTensor {
        trace.append(.logSoftmax(axis: index(ofAxis: axis)), [self])
    }
}
