/// What ``Regularizer/orthogonal(factor:mode:)`` makes orthogonal.
public enum OrthogonalMode: String, Hashable, Sendable, CaseIterable {
    case rows, columns
}
