// Keras' initializers with Keras' defaults. Those that take a seed come as a property and as a function.
extension Initializer {
    /// All elements 0.
    public static let zeros = Initializer("Zeros", .zeros)
    /// All elements 1.
    public static let ones = Initializer("Ones", .ones)

    /// All elements `value`.
    public static func constant(_ value: Double = 0) -> Initializer { Initializer("Constant", .constant(value)) }

    /// Numbers from a normal distribution.
    public static func randomNormal(mean: Double = 0, stddev: Double = 0.05, seed: Int? = nil) -> Initializer {
        Initializer("RandomNormal", .randomNormal(mean: mean, stddev: stddev), seed: seed)
    }

    /// Numbers from a normal distribution of standard deviation `stddev`, cut off at two of them.
    public static func truncatedNormal(mean: Double = 0, stddev: Double = 0.05, seed: Int? = nil) -> Initializer {
        Initializer("TruncatedNormal", .truncatedNormal(mean: mean, stddev: stddev), seed: seed)
    }

    /// Numbers from `minval` up to, not including, `maxval`, each equally likely.
    public static func randomUniform(minval: Double = -0.05, maxval: Double = 0.05, seed: Int? = nil) -> Initializer {
        Initializer("RandomUniform", .randomUniform(minval: minval, maxval: maxval), seed: seed)
    }

    /// Numbers whose variance is `scale` / n, where `mode` says what n is: the inputs of a unit (fan in), its outputs
    /// (fan out), or the mean of both. Of a convolution's kernel, both are times the taps.
    public static func varianceScaling(
        scale: Double = 1, mode: VarianceMode = .fanIn, distribution: VarianceDistribution = .truncatedNormal,
        seed: Int? = nil
    ) -> Initializer {
        Initializer(
            "VarianceScaling", .varianceScaling(scale: scale, mode: mode, distribution: distribution), seed: seed)
    }

    /// An orthogonal matrix (its rows or columns, whichever are fewer, are orthonormal) times `gain`; of more than two
    /// axes, all but the last count as rows.
    ///
    /// Source: Saxe et al., "Exact solutions to the nonlinear dynamics of learning", 2013.
    public static func orthogonal(gain: Double = 1, seed: Int? = nil) -> Initializer {
        Initializer("Orthogonal", .orthogonal(gain: gain), seed: seed)
    }

    /// The identity matrix times `gain`. Of two axes only.
    public static func identity(gain: Double = 1) -> Initializer { Initializer("Identity", .identity(gain: gain)) }

    /// The initializer of this name with Keras' defaults.
    public static let glorotUniform = glorotUniform()
    /// The initializer of this name with Keras' defaults.
    public static let glorotNormal = glorotNormal()
    /// The initializer of this name with Keras' defaults.
    public static let heUniform = heUniform()
    /// The initializer of this name with Keras' defaults.
    public static let heNormal = heNormal()
    /// The initializer of this name with Keras' defaults.
    public static let lecunUniform = lecunUniform()
    /// The initializer of this name with Keras' defaults.
    public static let lecunNormal = lecunNormal()
    /// The initializer of this name with Keras' defaults.
    public static let randomNormal = randomNormal()
    /// The initializer of this name with Keras' defaults.
    public static let truncatedNormal = truncatedNormal()
    /// The initializer of this name with Keras' defaults.
    public static let randomUniform = randomUniform()
    /// The initializer of this name with Keras' defaults.
    public static let varianceScaling = varianceScaling()
    /// The initializer of this name with Keras' defaults.
    public static let orthogonal = orthogonal()
    /// The initializer of this name with Keras' defaults.
    public static let identity = identity()

    /// Uniform within ±√(6 / (fan in + fan out)).
    public static func glorotUniform(seed: Int? = nil) -> Initializer {
        scaling("GlorotUniform", 1, .fanAverage, .uniform, seed)
    }

    /// Cut-off normal of standard deviation √(2 / (fan in + fan out)).
    public static func glorotNormal(seed: Int? = nil) -> Initializer {
        scaling("GlorotNormal", 1, .fanAverage, .truncatedNormal, seed)
    }

    /// Uniform within ±√(6 / fan in).
    public static func heUniform(seed: Int? = nil) -> Initializer { scaling("HeUniform", 2, .fanIn, .uniform, seed) }

    /// Cut-off normal of standard deviation √(2 / fan in).
    public static func heNormal(seed: Int? = nil) -> Initializer {
        scaling("HeNormal", 2, .fanIn, .truncatedNormal, seed)
    }

    /// Uniform within ±√(3 / fan in).
    public static func lecunUniform(seed: Int? = nil) -> Initializer {
        scaling("LecunUniform", 1, .fanIn, .uniform, seed)
    }

    /// Cut-off normal of standard deviation √(1 / fan in).
    public static func lecunNormal(seed: Int? = nil) -> Initializer {
        scaling("LecunNormal", 1, .fanIn, .truncatedNormal, seed)
    }

    private static func scaling(
        _ className: String, _ scale: Double, _ mode: VarianceMode, _ distribution: VarianceDistribution, _ seed: Int?
    ) -> Initializer {
        Initializer(className, .varianceScaling(scale: scale, mode: mode, distribution: distribution), seed: seed)
    }
}
