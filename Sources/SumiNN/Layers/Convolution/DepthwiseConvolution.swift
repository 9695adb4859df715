import SumiGraph
import SumiTensor

/// Convolution of each channel over one axis, `[batch, steps, channels]`.
public typealias DepthwiseConv1D = DepthwiseConvolution<Rank1>
/// Convolution of each channel over images, `[batch, height, width, channels]`.
public typealias DepthwiseConv2D = DepthwiseConvolution<Rank2>

/// Convolution of each channel with kernels of its own, `activation(x ∗ kernel + bias)`: channels do not mix.
///
/// - Input: `[batch, spatial…, channels]`, or `[batch, channels, spatial…]` where ``dataFormat`` says so
/// - Output: the same with `channels · depthMultiplier` channels, those of one input channel side by side; sizes as
///   those of ``Convolution``
/// - Weights, in Keras order: `kernel [taps…, channels, depthMultiplier]`, `bias [channels · depthMultiplier]`
///
/// Source: `keras/src/layers/convolutional/base_depthwise_conv.py`, Keras 3.15.
public struct DepthwiseConvolution<Rank: SpatialRank>: Layer, Codable {
    public static var className: String { "DepthwiseConv\(Rank.rank)D" }

    /// One size for each spatial axis, as are ``strides`` and ``dilationRate``.
    public var kernelSize: [Int]
    /// How far one place is from the next, along each spatial axis.
    public var strides: [Int]
    /// What becomes of places that reach beyond the edge.
    public var padding: Padding
    /// How many filters each channel has.
    public var depthMultiplier: Int
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat
    /// How far the kernel's taps are apart along each spatial axis: 1 where they are neighbours.
    public var dilationRate: [Int]
    /// What the result is passed through.
    public var activation: Activation
    /// Whether a bias is added.
    public var useBias: Bool
    /// What the weights begin with.
    public var depthwiseInitializer, biasInitializer: Initializer
    /// What weights and output add to the loss.
    public var depthwiseRegularizer, biasRegularizer, activityRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var depthwiseConstraint, biasConstraint: Constraint?

    /// - Parameters:
    ///   - kernelSize: one number for all axes, or one for each; so are `strides` and `dilationRate`.
    ///   - depthMultiplier: how many kernels each channel has.
    public init(
        _ kernelSize: some IntOrList, strides: some IntOrList = 1, padding: Padding = .valid, depthMultiplier: Int = 1,
        dataFormat: ImageDataFormat? = nil, dilationRate: some IntOrList = 1, activation: Activation = .linear,
        useBias: Bool = true, depthwiseInitializer: Initializer = .glorotUniform,
        biasInitializer: Initializer = .zeros, depthwiseRegularizer: Regularizer? = nil,
        biasRegularizer: Regularizer? = nil, activityRegularizer: Regularizer? = nil,
        depthwiseConstraint: Constraint? = nil, biasConstraint: Constraint? = nil
    ) {
        self.kernelSize = kernelSize.repeated(Rank.rank)
        self.strides = strides.repeated(Rank.rank)
        self.padding = padding
        self.depthMultiplier = depthMultiplier
        self.dataFormat = dataFormat ?? .current
        self.dilationRate = dilationRate.repeated(Rank.rank)
        self.activation = activation
        self.useBias = useBias
        self.depthwiseInitializer = depthwiseInitializer
        self.biasInitializer = biasInitializer
        self.depthwiseRegularizer = depthwiseRegularizer
        self.biasRegularizer = biasRegularizer
        self.activityRegularizer = activityRegularizer
        self.depthwiseConstraint = depthwiseConstraint
        self.biasConstraint = biasConstraint
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        let x = x.channelsLast(from: dataFormat)
        let settings = ConvolutionSettings(
            kernelSize: kernelSize, strides: strides, padding: padding, dilationRate: dilationRate,
            dataFormat: dataFormat)
        guard scope.requireConvolution(x, rank: Rank.rank, settings),
            scope.requireSizes([depthMultiplier], "depthMultiplier", rank: 1),
            let channels = scope.product(x.dimension(-1), depthMultiplier, "channels and depthMultiplier")
        else { return scope.failed }
        let kernel = scope.weight(
            "kernel", Shape(kernelSize + [x.dimension(-1), depthMultiplier]), depthwiseInitializer,
            regularizer: depthwiseRegularizer, constraint: depthwiseConstraint)
        let bias =
            useBias
            ? scope.weight(
                "bias", [channels], biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint) : nil
        let y = x.convolvedByChannel(with: kernel, settings)
        return scope.finishConvolution(y, bias: bias, activation, dataFormat, activityRegularizer)
    }
}
