/// The first of `values` up to and including step `boundaries[0]`, then the second up to `boundaries[1]`, and so on.
public struct PiecewiseConstantDecay: Schedule, Hashable {
    /// The last step of each value but the last.
    public var boundaries: [Int]
    /// One more than there are boundaries.
    public var values: [Double]

    /// A schedule of these settings.
    public init(boundaries: [Int], values: [Double]) {
        self.boundaries = boundaries
        self.values = values
    }

    public func learningRate(atStep step: Int) -> Double {
        let index = boundaries.firstIndex { step <= $0 } ?? boundaries.count
        return index < values.count ? Double(Float(values[index])) : 0
    }

    public var problem: String? {
        guard values.count == boundaries.count + 1 else {
            return "there are \(boundaries.count) boundaries and \(values.count) values; there must be one value more"
        }
        guard zip(boundaries, boundaries.dropFirst()).allSatisfy({ $0 < $1 }) else {
            return "boundaries are \(boundaries); each must be larger than the one before"
        }
        return values.lazy.compactMap { ScheduleProblem.rate($0, "a value") }.first
    }
}

extension Schedule where Self == PiecewiseConstantDecay {
    /// `values[i]` up to and including step `boundaries[i]`.
    public static func piecewiseConstantDecay(boundaries: [Int], values: [Double]) -> PiecewiseConstantDecay {
        PiecewiseConstantDecay(boundaries: boundaries, values: values)
    }
}
