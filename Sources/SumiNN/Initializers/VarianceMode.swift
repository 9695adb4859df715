/// What the variance of ``Initializer/varianceScaling(scale:mode:distribution:seed:)`` is divided by.
public enum VarianceMode: String, Hashable, Sendable, CaseIterable {
    case fanIn = "fan_in"
    case fanOut = "fan_out"
    case fanAverage = "fan_avg"
}
