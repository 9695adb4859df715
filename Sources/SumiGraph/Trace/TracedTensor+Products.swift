import SumiTensor

extension TracedTensor {
    /// The general product: sums over the contracted axes, side by side over the batch axes. The result has the batch axes, then
    /// what is left of this tensor, then what is left of the other.
    public func dot(_ other: TracedTensor, _ axes: DotAxes) -> TracedTensor {
        let home = other.trace.isInside(trace) ? other.trace : trace
        return home.append(.dot(axes), [self, other])
    }

    /// `[…, features] · [features, units]`, summed over this tensor's last axis and the other's first.
    public func matmul(_ other: TracedTensor) -> TracedTensor {
        if isFailed || other.isFailed { return trace.failed }
        guard rank >= 1, other.rank >= 1, dimension(-1) == other.dimension(0) else {
            trace.fail(
                "matmul of \(shape) with \(other.shape): the columns of the left must equal the rows of the right. "
                    + "The weights were made for \(other.rank > 0 ? other.dimension(0) : 0) features; "
                    + "they now receive \(rank > 0 ? dimension(-1) : 0).")
            return trace.failed
        }
        return dot(other, DotAxes(leftContract: [rank - 1], rightContract: [0]))
    }

    /// The convolution of `[batch, …, channels]` with a kernel `[…, channels / groups, filters]`, over one to three axes between.
    public func convolved(with kernel: TracedTensor, _ geometry: ConvolutionGeometry) -> TracedTensor {
        trace.append(.convolution(geometry), [self, kernel])
    }

    /// This tensor as the gradient `dy` of a convolution's result: what reaches its input, of shape `input`.
    public func convolutionInputGradient(kernel: TracedTensor, _ geometry: ConvolutionGeometry, input: Shape)
        -> TracedTensor
    {
        trace.append(.convolutionInputGradient(geometry, input: input), [self, kernel])
    }

    /// This tensor as a convolution's input: what reaches the kernel, of shape `kernel`, from `dy`.
    public func convolutionKernelGradient(dy: TracedTensor, _ geometry: ConvolutionGeometry, kernel: Shape)
        -> TracedTensor
    {
        trace.append(.convolutionKernelGradient(geometry, kernel: kernel), [self, dy])
    }

    /// The row-major spatial index of each window's first maximum.
    public func windowArgMax(_ window: WindowGeometry) -> TracedTensor { trace.append(.windowArgMax(window), [self]) }

    /// The mean of each window; places outside of the input do not count.
    public func windowAverage(_ window: WindowGeometry) -> TracedTensor { trace.append(.windowAverage(window), [self]) }

    package func windowAverageGradient(_ window: WindowGeometry, input: Shape) -> TracedTensor {
        trace.append(.windowAverageGradient(window, input: input), [self])
    }

    /// The maximum of each window: the elements that ``windowArgMax(_:)`` names, so that its gradient is a scatter.
    public func windowMax(_ window: WindowGeometry) -> TracedTensor {
        let indices = windowArgMax(window)
        if isFailed || indices.isFailed { return trace.failed }
        let (batch, channels) = (dimension(0), dimension(-1))
        let cells = reshaped([batch, -1, channels])
        let chosen = cells.gathered(indices.reshaped([batch, -1, channels]), .elements(axis: 1))
        return chosen.reshaped(indices.shape)
    }
}
