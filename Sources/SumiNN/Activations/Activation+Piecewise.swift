import SumiGraph

// Functions with kinks. The gradient at a kink is what Keras gives on TensorFlow, by the same composition.
extension Activation {
    /// max(x, 0); the gradient at 0 is 0.
    public static let relu = relu()

    /// x above `threshold`, limited to `maxValue`; below it, `negativeSlope` (x − threshold).
    public static func relu(negativeSlope: Double = 0, maxValue: Double? = nil, threshold: Double = 0) -> Activation {
        var settings: [String: Double] = [:]
        if negativeSlope != 0 { settings["negative_slope"] = negativeSlope }
        if let maxValue { settings["max_value"] = maxValue }
        if threshold != 0 { settings["threshold"] = threshold }
        return Activation("relu", settings: settings) { x in
            if negativeSlope != 0, maxValue == nil, threshold == 0 { return leaky(x, negativeSlope) }
            var y: TracedTensor
            if threshold != 0 {
                y = (x .> threshold).select(x, x.zeros())
            } else if maxValue == 6 {
                y = limitedToSix(x)
            } else {
                y = x.relu()
            }
            if let maxValue, maxValue != 6 || threshold != 0 { y = y.clipped(0, maxValue) }
            return negativeSlope == 0 ? y : y - negativeSlope * (threshold - x).relu()
        }
    }

    /// min(max(x, 0), 6); the gradient at 0 and 6 is 0.
    public static let relu6 = Activation("relu6", limitedToSix)

    /// x above 0, else 0.2 x.
    public static let leakyReLU = leakyReLU()

    /// x above 0, else `slope` · x.
    public static func leakyReLU(slope: Double = 0.2) -> Activation {
        Activation("leaky_relu", settings: slope == 0.2 ? [:] : ["negative_slope": slope]) { leaky($0, slope) }
    }

    /// x above 0, else exp(x) − 1.
    public static let elu = elu()

    /// x above 0, else `alpha` (exp(x) − 1).
    public static func elu(alpha: Double = 1) -> Activation {
        Activation("elu", settings: alpha == 1 ? [:] : ["alpha": alpha]) { x in
            // With α = 1 there is no kink at 0, where the function counts as x.
            (alpha == 1 ? x .>= 0 : x .> 0).select(x, alpha * x.minimum(0).expMinusOne())
        }
    }

    /// 1.0507 x above 0, else 1.0507 · 1.6733 (exp(x) − 1).
    ///
    /// Source: Klambauer et al., "Self-normalizing neural networks", 2017.
    public static let selu = Activation("selu") { x in
        let (scale, alpha) = (1.0507009873554804934193349852946, 1.6732632423543772848170429916717)
        return (x .>= 0).select(scale * x, (scale * alpha) * x.minimum(0).expMinusOne())
    }

    /// max(x, 0) + min(exp(x) − 1, 0).
    public static let celu = celu()

    /// max(x, 0) + `alpha` (exp(min(x, 0) / alpha) − 1).
    public static func celu(alpha: Double = 1) -> Activation {
        Activation("celu", settings: alpha == 1 ? [:] : ["alpha": alpha]) { x in
            x.maximum(0) + alpha * (x.minimum(0) / alpha).expMinusOne()
        }
    }

    /// relu6(x + 3) / 6.
    public static let hardSigmoid = Activation("hard_sigmoid") { x in limitedToSix(x + 3) / 6 }

    /// x · relu6(x + 3) / 6, also called hard swish.
    public static let hardSilu = Activation("hard_silu") { x in x * (limitedToSix(x + 3) / 6) }

    /// x limited to −1 … 1.
    public static let hardTanh = Activation("hard_tanh") { $0.clipped(-1, 1) }

    /// x where |x| > 0.5, else 0.
    public static let hardShrink = hardShrink()

    /// x where |x| > `threshold`, else 0.
    public static func hardShrink(threshold: Double = 0.5) -> Activation {
        Activation("hard_shrink", settings: threshold == 0.5 ? [:] : ["threshold": threshold]) { x in
            (x.absolute() .> threshold).select(x, x.zeros())
        }
    }

    /// x moved towards 0 by 0.5.
    public static let softShrink = softShrink()

    /// x moved towards 0 by `threshold`.
    public static func softShrink(threshold: Double = 0.5) -> Activation {
        Activation("soft_shrink", settings: threshold == 0.5 ? [:] : ["threshold": threshold]) { x in
            (x .> threshold).select(x - threshold, (x .< -threshold).select(x + threshold, x.zeros()))
        }
    }

    /// x where x > `threshold`, else `value`.
    public static func threshold(_ threshold: Double, value: Double) -> Activation {
        Activation("threshold", settings: ["threshold": threshold, "default_value": value]) { x in
            (x .> threshold).select(x, x.zeros() + value)
        }
    }

    /// 0 up to −1, (x + 1)² / 4 up to 1, then x.
    public static let sparsePlus = Activation("sparse_plus") { x in
        (x .<= -1).select(x.zeros(), (x .< 1).select(0.25 * (x + 1).squared(), x))
    }

    /// (x + 1) / 2, limited to 0 … 1.
    public static let sparseSigmoid = Activation("sparse_sigmoid") { x in
        (x .<= -1).select(x.zeros(), (x .>= 1).select(x.zeros() + 1, 0.5 * (x + 1)))
    }

    /// The point of the probability simplex nearest to x, along the last axis: max(x − τ, 0), with τ so that the sum is 1.
    public static let sparsemax = sparsemax()

    /// ``sparsemax`` along `axis`.
    ///
    /// An element is in the support where Σ max(xⱼ − xᵢ, 0) over the others is below 1, which takes no sorting; τ is
    /// the support's sum less 1, divided by its size.
    ///
    /// Source: Martins and Astudillo, "From softmax to sparsemax", 2016.
    public static func sparsemax(axis: Int = -1) -> Activation {
        Activation("sparsemax", settings: axis == -1 ? [:] : ["axis": Double(axis)], isElementwise: false) { x in
            guard !x.isFailed, let index = x.shape.axis(axis) else { return x.softmax(axis: axis) }
            let values = x.stopGradient()
            let others = values.expandingDimensions(at: index + 1)
            let excess = (values.expandingDimensions(at: index) - others).relu().sum(axes: [index + 1])
            let support = (excess .< 1).converted(to: x.elementType)
            let size = support.sum(axes: [index], keepingDimensions: true)
            let threshold = ((x * support).sum(axes: [index], keepingDimensions: true) - 1) / size
            return (x - threshold).relu()
        }
    }

    private static func leaky(_ x: TracedTensor, _ slope: Double) -> TracedTensor { (x .> 0).select(x, slope * x) }

    private static func limitedToSix(_ x: TracedTensor) -> TracedTensor {
        let isInside = (x .> 0).and(x .< 6)
        return isInside.select(x, x.stopGradient().maximum(0).minimum(6))
    }
}
