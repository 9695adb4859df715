import SumiGraph
import SumiTensor

/// A penalty on a weight or on a layer's output, added to the loss: `.l2(0.01)`.
///
/// Source: `keras/src/regularizers/regularizers.py`, Keras 3.15.
public struct Regularizer: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case l1(Double)
        case l2(Double)
        case l1l2(l1: Double, l2: Double)
        case orthogonal(factor: Double, mode: OrthogonalMode)
    }

    package var kind: Kind

    /// Σ l1 |w|.
    public static func l1(_ l1: Double = 0.01) -> Regularizer { Regularizer(kind: .l1(l1)) }

    /// Σ l2 w².
    public static func l2(_ l2: Double = 0.01) -> Regularizer { Regularizer(kind: .l2(l2)) }

    /// Σ l1 |w| + Σ l2 w².
    public static func l1l2(l1: Double = 0, l2: Double = 0) -> Regularizer { Regularizer(kind: .l1l2(l1: l1, l2: l2)) }

    /// `factor` times the mean of |cos| over all pairs of rows (or columns) of a matrix.
    public static func orthogonal(factor: Double = 0.01, mode: OrthogonalMode = .rows) -> Regularizer {
        Regularizer(kind: .orthogonal(factor: factor, mode: mode))
    }

    /// The penalty on `w`, a scalar.
    public func trace(_ w: TracedTensor) -> TracedTensor {
        switch kind {
        case .l1(let factor): return w.absolute().sum() * factor
        case .l2(let factor): return w.squared().sum() * factor
        case .l1l2(let l1, let l2):
            let absolute = l1 == 0 ? nil : w.absolute().sum() * l1
            let square = l2 == 0 ? nil : w.squared().sum() * l2
            if let absolute, let square { return absolute + square }
            return absolute ?? square ?? w.trace.constant(0)
        case .orthogonal(let factor, let mode): return Self.orthogonal(w, factor, mode)
        }
    }

    private static func orthogonal(_ w: TracedTensor, _ factor: Double, _ mode: OrthogonalMode) -> TracedTensor {
        guard !w.isFailed else { return w }
        guard w.rank == 2 else {
            w.trace.fail("the orthogonal regularizer takes a matrix, and receives a weight of shape \(w.shape)")
            return w.trace.failedTensor
        }
        let rows = mode == .rows ? w : w.transposed([1, 0])
        let count = rows.dimension(0)
        // Rows of length 0 stay 0: the square of the length counts as 1e-12 at least.
        let scale = rows.squared().sum(axes: [1], keepingDimensions: true).maximum(1e-12).reciprocalSquareRoot()
        let unit = rows * scale
        let products = unit.matmul(unit.transposed([1, 0]))
        let type = TensorType([count, count], .int32)
        let isDiagonal = w.trace.iota(type, axis: 0) .== w.trace.iota(type, axis: 1)
        let pairs = Double(count) * Double(count - 1) / 2
        return isDiagonal.select(products.zeros(), products.absolute()).sum() * (factor * 0.5 / max(pairs, 1))
    }
}
