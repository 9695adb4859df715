import SumiGraph
import SumiTensor

/// What all kinds of convolution are told about their kernel.
struct ConvolutionSettings {
    var kernelSize: [Int]
    var strides: [Int]
    var padding: Padding
    var dilationRate: [Int]
    var dataFormat: ImageDataFormat
}

extension Scope {
    /// Refuses settings that do not fit `rank` spatial axes, and an input that lacks them.
    func requireConvolution(_ x: TracedTensor, rank: Int, _ settings: ConvolutionSettings) -> Bool {
        requireSpatial(x, rank: rank, settings.dataFormat)
            && requireSizes(settings.kernelSize, "kernelSize", rank: rank)
            && requireSizes(settings.strides, "strides", rank: rank)
            && requireSizes(settings.dilationRate, "dilationRate", rank: rank)
            && require(
                settings.padding != .causal || rank == 1,
                "padding \"causal\" is for one spatial axis; use \"same\" or \"valid\"")
    }

    /// Refuses strides and dilation that are both above 1.
    func requireOneOf(strides: [Int], dilationRate: [Int]) -> Bool {
        require(
            strides.allSatisfy { $0 == 1 } || dilationRate.allSatisfy { $0 == 1 },
            "strides \(strides) and dilationRate \(dilationRate): only one of them may be above 1")
    }

    /// What ends every convolution: bias, activation, the channels where they belong, the penalty on the output.
    func finishConvolution(
        _ y: TracedTensor, bias: TracedTensor?, _ activation: Activation, _ format: ImageDataFormat,
        _ regularizer: Regularizer?
    ) -> TracedTensor {
        var y = bias.map { y + $0 } ?? y
        // A function of each element alone may come before the channels move, where engines can fuse it. The others
        // work on the last axis, whatever it is, as in Keras.
        y =
            activation.isElementwise
            ? activation(y).fromChannelsLast(to: format) : activation(y.fromChannelsLast(to: format))
        penalize(y, regularizer)
        return y
    }
}

extension ConvolutionSettings {
    /// How the kernel passes over `x`, whose channels are last.
    func geometry(over x: TracedTensor, groups: Int = 1) -> ConvolutionGeometry {
        let spatial = Array(x.shape.dimensions[1...kernelSize.count])
        return ConvolutionGeometry(
            strides: strides, dilations: dilationRate,
            margins: padding.margins(spatial, sizes: kernelSize, strides: strides, dilations: dilationRate),
            groups: groups)
    }
}

extension TracedTensor {
    /// Each channel convolved with kernels of its own, `[taps…, channels, multiplier]`; the results of one channel
    /// lie side by side.
    func convolvedByChannel(with kernel: TracedTensor, _ settings: ConvolutionSettings) -> TracedTensor {
        if isFailed || kernel.isFailed { return trace.failedTensor }
        let (channels, multiplier) = (kernel.dimension(-2), kernel.dimension(-1))
        let filters = kernel.reshaped(Shape(settings.kernelSize + [1, channels * multiplier]))
        return convolved(with: filters, settings.geometry(over: self, groups: channels))
    }
}
