/// What ``Initializer/varianceScaling(scale:mode:distribution:seed:)`` draws from.
public enum VarianceDistribution: String, Hashable, Sendable, CaseIterable {
    /// Cut off at two standard deviations, and widened so that the variance is as asked.
    case truncatedNormal = "truncated_normal"
    /// A normal distribution.
    case untruncatedNormal = "untruncated_normal"
    /// A uniform distribution.
    case uniform
}
