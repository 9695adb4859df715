import SumiGraph
import SumiTensor

/// Separable convolution over one axis, `[batch, steps, channels]`.
public typealias SeparableConv1D = SeparableConvolution<Rank1>
/// Separable convolution over images, `[batch, height, width, channels]`.
public typealias SeparableConv2D = SeparableConvolution<Rank2>

/// A convolution in two steps: each channel with kernels of its own, then all channels of each cell together,
/// `activation((x ∗ depthwise_kernel) · pointwise_kernel + bias)`.
///
/// - Input: `[batch, spatial…, channels]`, or `[batch, channels, spatial…]` where ``dataFormat`` says so
/// - Output: the same with `filters` channels; sizes as those of ``Convolution``
/// - Weights, in Keras order: `depthwise_kernel [taps…, channels, depthMultiplier]`,
///   `pointwise_kernel [1…, channels · depthMultiplier, filters]`, `bias [filters]`
///
/// Source: Chollet, "Xception", 2017; `keras/src/layers/convolutional/base_separable_conv.py`, Keras 3.15.
public struct SeparableConvolution<Rank: SpatialRank>: Layer, Codable {
    public static var className: String { "SeparableConv\(Rank.rank)D" }

    /// How many filters there are, and so channels of the output.
    public var filters: Int
    /// One size for each spatial axis, as are ``strides`` and ``dilationRate``.
    public var kernelSize: [Int]
    /// How far one place is from the next, along each spatial axis.
    public var strides: [Int]
    /// What becomes of places that reach beyond the edge.
    public var padding: Padding
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat
    /// How far the kernel's taps are apart along each spatial axis: 1 where they are neighbours.
    public var dilationRate: [Int]
    /// How many filters each channel has.
    public var depthMultiplier: Int
    /// What the result is passed through.
    public var activation: Activation
    /// Whether a bias is added.
    public var useBias: Bool
    /// What the weights begin with.
    public var depthwiseInitializer, pointwiseInitializer, biasInitializer: Initializer
    /// What weights and output add to the loss.
    public var depthwiseRegularizer, pointwiseRegularizer, biasRegularizer, activityRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var depthwiseConstraint, pointwiseConstraint, biasConstraint: Constraint?

    /// - Parameters:
    ///   - kernelSize: one number for all axes, or one for each; so are `strides` and `dilationRate`.
    ///   - depthMultiplier: how many kernels each channel has in the first step.
    public init(
        _ filters: Int, kernelSize: some IntOrList, strides: some IntOrList = 1, padding: Padding = .valid,
        dataFormat: ImageDataFormat? = nil, dilationRate: some IntOrList = 1, depthMultiplier: Int = 1,
        activation: Activation = .linear, useBias: Bool = true, depthwiseInitializer: Initializer = .glorotUniform,
        pointwiseInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
        depthwiseRegularizer: Regularizer? = nil, pointwiseRegularizer: Regularizer? = nil,
        biasRegularizer: Regularizer? = nil, activityRegularizer: Regularizer? = nil,
        depthwiseConstraint: Constraint? = nil, pointwiseConstraint: Constraint? = nil,
        biasConstraint: Constraint? = nil
    ) {
        self.filters = filters
        self.kernelSize = kernelSize.repeated(Rank.rank)
        self.strides = strides.repeated(Rank.rank)
        self.padding = padding
        self.dataFormat = dataFormat ?? .current
        self.dilationRate = dilationRate.repeated(Rank.rank)
        self.depthMultiplier = depthMultiplier
        self.activation = activation
        self.useBias = useBias
        self.depthwiseInitializer = depthwiseInitializer
        self.pointwiseInitializer = pointwiseInitializer
        self.biasInitializer = biasInitializer
        self.depthwiseRegularizer = depthwiseRegularizer
        self.pointwiseRegularizer = pointwiseRegularizer
        self.biasRegularizer = biasRegularizer
        self.activityRegularizer = activityRegularizer
        self.depthwiseConstraint = depthwiseConstraint
        self.pointwiseConstraint = pointwiseConstraint
        self.biasConstraint = biasConstraint
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        let x = x.channelsLast(from: dataFormat)
        let settings = ConvolutionSettings(
            kernelSize: kernelSize, strides: strides, padding: padding, dilationRate: dilationRate,
            dataFormat: dataFormat)
        guard scope.requireConvolution(x, rank: Rank.rank, settings),
            scope.requireSizes([filters], "filters", rank: 1),
            scope.requireSizes([depthMultiplier], "depthMultiplier", rank: 1),
            let channels = scope.product(x.dimension(-1), depthMultiplier, "channels and depthMultiplier")
        else { return scope.failed }
        let depthwise = scope.weight(
            "depthwise_kernel", Shape(kernelSize + [x.dimension(-1), depthMultiplier]), depthwiseInitializer,
            regularizer: depthwiseRegularizer, constraint: depthwiseConstraint)
        let pointwise = scope.weight(
            "pointwise_kernel", Shape(kernelSize.map { _ in 1 } + [channels, filters]), pointwiseInitializer,
            regularizer: pointwiseRegularizer, constraint: pointwiseConstraint)
        let bias =
            useBias
            ? scope.weight("bias", [filters], biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint)
            : nil
        let y = x.convolvedByChannel(with: depthwise, settings).matmul(pointwise.reshaped([channels, filters]))
        return scope.finishConvolution(y, bias: bias, activation, dataFormat, activityRegularizer)
    }
}
