/// What ``Regularizer/orthogonal(factor:mode:)`` makes orthogonal.
public enum OrthogonalMode: String, Hashable, Sendable, CaseIterable {
    /// The rows, or the columns.
    case rows, columns
}
