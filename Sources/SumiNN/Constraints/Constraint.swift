import SumiGraph
import SumiTensor

/// What a weight is made to satisfy after each update: `.maxNorm(2)`.
///
/// Norms are taken along `axis`: 0 for a dense layer's kernel, so that each unit's incoming weights have a norm;
/// `[0, 1, 2]` for the kernel of a `Conv2D`.
///
/// Source: `keras/src/constraints/constraints.py`, Keras 3.15.
public struct Constraint: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case nonNegative
        case maxNorm(Double)
        case minMaxNorm(min: Double, max: Double, rate: Double)
        case unitNorm
    }

    package var kind: Kind
    /// The axes that a norm runs over.
    package var axes: [Int] = [0]

    /// Negative weights become 0.
    public static let nonNegative = Constraint(kind: .nonNegative)

    /// Norms above `limit` are scaled down to it.
    public static func maxNorm(_ limit: Double = 2, axis: some IntOrList = 0) -> Constraint {
        Constraint(kind: .maxNorm(limit), axes: axis.list)
    }

    /// Norms outside `min ... max` go the share `rate` of the way to the nearer end.
    public static func minMaxNorm(
        min: Double = 0, max: Double = 1, rate: Double = 1, axis: some IntOrList = 0
    ) -> Constraint {
        Constraint(kind: .minMaxNorm(min: min, max: max, rate: rate), axes: axis.list)
    }

    /// Norms become 1.
    public static func unitNorm(axis: some IntOrList = 0) -> Constraint {
        Constraint(kind: .unitNorm, axes: axis.list)
    }

    /// Keras' ε, which keeps a norm of 0 from being divided by.
    private static let epsilon = 1e-7

    /// The weight that satisfies the constraint, made of `w`.
    public func trace(_ w: TracedTensor) -> TracedTensor {
        if w.isFailed { return w }
        switch kind {
        case .nonNegative: return (w .>= 0).select(w, w.zeros())
        case .maxNorm(let limit):
            let norms = norms(w)
            return w * (norms.minimum(limit) / (norms + Self.epsilon))
        case .minMaxNorm(let min, let max, let rate):
            let norms = norms(w)
            let desired = rate * norms.maximum(min).minimum(max) + (1 - rate) * norms
            return w * (desired / (norms + Self.epsilon))
        case .unitNorm: return w / (norms(w) + Self.epsilon)
        }
    }

    private func norms(_ w: TracedTensor) -> TracedTensor {
        w.squared().sum(axes: axes, keepingDimensions: true).squareRoot()
    }
}
