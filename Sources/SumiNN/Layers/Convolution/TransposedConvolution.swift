import SumiGraph
import SumiTensor

/// Transposed convolution over one axis, `[batch, steps, channels]`.
public typealias Conv1DTranspose = TransposedConvolution<Rank1>
/// Transposed convolution over images, `[batch, height, width, channels]`.
public typealias Conv2DTranspose = TransposedConvolution<Rank2>
/// Transposed convolution over volumes, `[batch, depth, height, width, channels]`.
public typealias Conv3DTranspose = TransposedConvolution<Rank3>

/// The way back through a convolution: each input cell adds its kernel, scaled, to the output. What a ``Convolution``
/// with this kernel makes of the output's shape is the input's shape.
///
/// - Input: `[batch, spatial…, channels]`, or `[batch, channels, spatial…]` where ``dataFormat`` says so
/// - Output: the same with `filters` channels. With `k` taps of a dilated kernel it has `n · stride` cells along an
///   axis where padding is `same`, `(n − 1) stride + k` where it is `valid`, at least `n · stride`. With
///   ``outputPadding`` it has `(n − 1) stride + k mod 2 + outputPadding`, or `(n − 1) stride + k + outputPadding`
/// - Weights, in Keras order: `kernel [taps…, filters, channels]`, `bias [filters]`
///
/// Source: `keras/src/layers/convolutional/base_conv_transpose.py`, Keras 3.15.
public struct TransposedConvolution<Rank: SpatialRank>: Layer, Codable {
    public static var className: String { "Conv\(Rank.rank)DTranspose" }

    /// How many filters there are, and so channels of the output.
    public var filters: Int
    /// One size for each spatial axis, as are ``strides`` and ``dilationRate``.
    public var kernelSize: [Int]
    /// How far one place is from the next, along each spatial axis.
    public var strides: [Int]
    /// What becomes of places that reach beyond the edge.
    public var padding: Padding
    /// Cells more at each axis' end.
    public var outputPadding: [Int]?
    /// Where the axis of the channels lies.
    public var dataFormat: ImageDataFormat
    /// How far the kernel's taps are apart along each spatial axis: 1 where they are neighbours.
    public var dilationRate: [Int]
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
    ///   - kernelSize: one number for all axes, or one for each; so are `strides`, `outputPadding` and `dilationRate`.
    ///   - outputPadding: less than the stride of its axis; where `nil`, the output's size follows from the padding.
    public init(
        _ filters: Int, kernelSize: some IntOrList, strides: some IntOrList = 1, padding: Padding = .valid,
        outputPadding: (some IntOrList)? = Int?.none, dataFormat: ImageDataFormat? = nil,
        dilationRate: some IntOrList = 1, activation: Activation = .linear, useBias: Bool = true,
        kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
        kernelRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil,
        activityRegularizer: Regularizer? = nil, kernelConstraint: Constraint? = nil, biasConstraint: Constraint? = nil
    ) {
        self.filters = filters
        self.kernelSize = kernelSize.repeated(Rank.rank)
        self.strides = strides.repeated(Rank.rank)
        self.padding = padding
        self.outputPadding = outputPadding?.repeated(Rank.rank)
        self.dataFormat = dataFormat ?? .current
        self.dilationRate = dilationRate.repeated(Rank.rank)
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
        let settings = ConvolutionSettings(
            kernelSize: kernelSize, strides: strides, padding: padding, dilationRate: dilationRate,
            dataFormat: dataFormat)
        guard scope.requireConvolution(x, rank: Rank.rank, settings), isSane(scope) else { return scope.failed }
        let kernel = scope.weight(
            "kernel", Shape(kernelSize + [filters, x.dimension(-1)]), kernelInitializer,
            regularizer: kernelRegularizer, constraint: kernelConstraint)
        let bias =
            useBias
            ? scope.weight("bias", [filters], biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint)
            : nil
        let sizes = outputSizes(x)
        // The convolution whose way back this is: from the output's sizes to the input's.
        let geometry = ConvolutionGeometry(
            strides: strides, dilations: dilationRate,
            margins: padding.margins(sizes, sizes: kernelSize, strides: strides, dilations: dilationRate))
        let y = x.convolutionInputGradient(
            kernel: kernel, geometry, input: Shape([x.dimension(0)] + sizes + [filters]))
        return scope.finishConvolution(y, bias: bias, activation, dataFormat, activityRegularizer)
    }

    private func outputSizes(_ x: TracedTensor) -> [Int] {
        kernelSize.indices.map { axis in
            let (size, stride) = (x.dimension(axis + 1), strides[axis])
            let reach = (kernelSize[axis] - 1) * dilationRate[axis] + 1
            let added = outputPadding?[axis]
            if padding == .same { return added.map { (size - 1) * stride + reach % 2 + $0 } ?? size * stride }
            return (size - 1) * stride + reach + (added ?? max(stride - reach, 0))
        }
    }

    private func isSane(_ scope: Scope) -> Bool {
        scope.requireSizes([filters], "filters", rank: 1)
            && scope.requireOneOf(strides: strides, dilationRate: dilationRate)
            && scope.require(padding != .causal, "padding \"causal\" is for Conv1D; use \"same\" or \"valid\"")
            && scope.require(
                (outputPadding ?? []).allSatisfy { $0 >= 0 } && outputPadding.map { $0.count == Rank.rank } ?? true,
                "outputPadding is \(outputPadding ?? []); it takes \(Rank.rank) numbers, not negative")
            && scope.require(
                zip(outputPadding ?? [], strides).allSatisfy { $0 < $1 },
                "outputPadding \(outputPadding ?? []) must be less than the strides \(strides)")
            && scope.require(
                padding != .same || outputPadding == nil
                    || !zip(outputPadding ?? [], kernelSize).contains {
                        $0 == 0 && $1 % 2 == 0
                    }, "outputPadding 0 leaves a kernel of even size \(kernelSize) short of a cell; use 1 or nil")
    }
}
