import SumiTensor

/// How a weight begins. A value with static members: `.glorotUniform`, `.zeros`, `.randomNormal(stddev: 0.1, seed: 1)`.
///
/// Numbers are drawn on the host, in Double, from a counter-based generator and with + − × ÷ and square roots only, so
/// that every machine begins with the same weights. An initializer without a seed draws from the model's seed and the
/// weight's place in the model; one with a seed of its own gives the same values at each use, as in Keras.
///
/// Source: `keras/src/initializers/{constant,random}_initializers.py`, Keras 3.15.
public struct Initializer: Hashable, Sendable {
    /// What the values are.
    package indirect enum Kind: Hashable, Sendable {
        case zeros, ones
        case constant(Double)
        case randomNormal(mean: Double, stddev: Double)
        case truncatedNormal(mean: Double, stddev: Double)
        case randomUniform(minval: Double, maxval: Double)
        case varianceScaling(scale: Double, mode: VarianceMode, distribution: VarianceDistribution)
        case orthogonal(gain: Double)
        case identity(gain: Double)
        /// Parts one after the other along the first axis: an LSTM's bias, whose forget gate begins open.
        case joined([Part])
        /// These, in row-major order: what a layer has worked out before its weights are made.
        case values([Double])
    }

    /// One part of a joined initializer: how many elements, and how they begin.
    package struct Part: Hashable, Sendable {
        package var size: Int
        package var initializer: Initializer
    }

    package var kind: Kind
    /// Keras' class name, `GlorotUniform`.
    package var className: String
    /// The seed of its own, if it has one.
    public internal(set) var seed: Int?

    package init(_ className: String, _ kind: Kind, seed: Int? = nil) {
        self.className = className
        self.kind = kind
        self.seed = seed
    }
}
