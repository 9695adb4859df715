import SumiGraph
import SumiTensor

/// Convolution over one axis, `[batch, steps, channels]`.
public typealias Conv1D = Convolution<Rank1>
/// Convolution over images, `[batch, height, width, channels]`.
public typealias Conv2D = Convolution<Rank2>
/// Convolution over volumes, `[batch, depth, height, width, channels]`.
public typealias Conv3D = Convolution<Rank3>

/// Convolution over one, two or three spatial axes, `activation(x ∗ kernel + bias)`; as everywhere in deep learning the
/// kernel is not mirrored.
///
/// - Input: `[batch, spatial…, channels]`, or `[batch, channels, spatial…]` where ``dataFormat`` says so
/// - Output: the same with `filters` channels; `(n − (k − 1) dilation − 1) / stride + 1` cells where padding is
///   `valid`, `n / stride` rounded up where it is `same`
/// - Weights, in Keras order: `kernel [taps…, channels / groups, filters]`, `bias [filters]`
///
/// Source: `keras/src/layers/convolutional/base_conv.py`, Keras 3.15.
public struct Convolution<Rank: SpatialRank>: Layer, Codable {
    public static var className: String { "Conv\(Rank.rank)D" }

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
    /// Into how many parts the channels are cut, each with filters of its own.
    public var groups: Int
    /// What the result is passed through.
    public var activation: Activation
    /// Whether a bias is added.
    public var useBias: Bool
    /// What the weights begin with.
    public var kernelInitializer, biasInitializer: Initializer
    /// What weights and output add to the loss.
    public var kernelRegularizer, biasRegularizer, activityRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var kernelConstraint, biasConstraint: Constraint?

    /// - Parameters:
    ///   - kernelSize: one number for all axes, or one for each: `3`, `[3, 5]`; so are `strides` and `dilationRate`,
    ///     of which only one may be above 1.
    ///   - groups: channels and filters are cut into as many parts, which see only each other.
    public init(
        _ filters: Int, kernelSize: some IntOrList, strides: some IntOrList = 1, padding: Padding = .valid,
        dataFormat: ImageDataFormat? = nil, dilationRate: some IntOrList = 1, groups: Int = 1,
        activation: Activation = .linear, useBias: Bool = true, kernelInitializer: Initializer = .glorotUniform,
        biasInitializer: Initializer = .zeros, kernelRegularizer: Regularizer? = nil,
        biasRegularizer: Regularizer? = nil, activityRegularizer: Regularizer? = nil,
        kernelConstraint: Constraint? = nil, biasConstraint: Constraint? = nil
    ) {
        self.filters = filters
        self.kernelSize = kernelSize.repeated(Rank.rank)
        self.strides = strides.repeated(Rank.rank)
        self.padding = padding
        self.dataFormat = dataFormat ?? .current
        self.dilationRate = dilationRate.repeated(Rank.rank)
        self.groups = groups
        self.activation = activation
        self.useBias = useBias
        self.kernelInitializer = kernelInitializer
        self.biasInitializer = biasInitializer
        self.kernelRegularizer = kernelRegularizer
        self.biasRegularizer = biasRegularizer
        self.activityRegularizer = activityRegularizer
        self.kernelConstraint = kernelConstraint
        self.biasConstraint = biasConstraint
    }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        let x = x.channelsLast(from: dataFormat)
        guard isSane(x, scope) else { return scope.failed }
        let kernel = scope.weight(
            "kernel", Shape(kernelSize + [x.dimension(-1) / groups, filters]), kernelInitializer,
            regularizer: kernelRegularizer, constraint: kernelConstraint)
        let bias =
            useBias
            ? scope.weight("bias", [filters], biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint)
            : nil
        let y = x.convolved(with: kernel, settings.geometry(over: x, groups: groups))
        return scope.finishConvolution(y, bias: bias, activation, dataFormat, activityRegularizer)
    }

    private var settings: ConvolutionSettings {
        ConvolutionSettings(
            kernelSize: kernelSize, strides: strides, padding: padding, dilationRate: dilationRate,
            dataFormat: dataFormat)
    }

    private func isSane(_ x: TracedTensor, _ scope: Scope) -> Bool {
        scope.requireConvolution(x, rank: Rank.rank, settings)
            && scope.requireSizes([filters], "filters", rank: 1)
            && scope.requireSizes([groups], "groups", rank: 1)
            && scope.requireOneOf(strides: strides, dilationRate: dilationRate)
            && scope.require(
                x.dimension(-1) % groups == 0 && filters % groups == 0,
                "\(groups) groups must divide the \(x.dimension(-1)) channels of the input and the \(filters) filters")
    }
}
