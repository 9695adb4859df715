/// What the variance of ``Initializer/varianceScaling(scale:mode:distribution:seed:)`` is divided by.
public enum VarianceMode: String, Hashable, Sendable, CaseIterable {
    /// The inputs of a unit.
    case fanIn = "fan_in"
    /// The outputs of a unit.
    case fanOut = "fan_out"
    /// The mean of both.
    case fanAverage = "fan_avg"
}
