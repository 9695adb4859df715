import SumiGraph

extension Optimizer {
    /// - Throws: what is wrong with the settings, if something is.
    public func validate() throws(TraceError) {
        if let problem = problem ?? learningRate.problem ?? rule.problem ?? clippingProblem ?? rangeProblem {
            throw TraceError(place: "optimizer \"\(name)\"", problem)
        }
    }

    private var clippingProblem: String? {
        let given = [("clipNorm", clipNorm), ("clipValue", clipValue), ("globalClipNorm", globalClipNorm)]
            .compactMap { name, value in value.map { (name, $0) } }
        if given.count > 1 {
            return "\(given.map(\.0).joined(separator: " and ")) are both given; clip gradients in one way only"
        }
        return given.first { !($0.1 > 0 && $0.1.isFinite) }.map { "\($0.0) is \($0.1); it must be above 0" }
    }

    private var rangeProblem: String? {
        if let weightDecay, !(weightDecay >= 0 && weightDecay.isFinite) {
            return "weightDecay is \(weightDecay); it must not be negative"
        }
        if useEMA, !(emaMomentum >= 0 && emaMomentum <= 1) {
            return "emaMomentum is \(emaMomentum); it must be in 0…1"
        }
        if useEMA, let frequency = emaOverwriteFrequency, frequency < 1 {
            return "emaOverwriteFrequency is \(frequency); it must be at least 1"
        }
        if let steps = gradientAccumulationSteps, steps < 2 {
            return "gradientAccumulationSteps is \(steps); it must be at least 2, or nil"
        }
        return nil
    }
}

/// Checks that rules share.
enum RuleProblem {
    static func fraction(_ value: Double, _ name: String) -> String? {
        value >= 0 && value < 1 ? nil : "\(name) is \(value); it must be at least 0 and below 1"
    }

    static func positive(_ value: Double, _ name: String) -> String? {
        value > 0 && value.isFinite ? nil : "\(name) is \(value); it must be above 0"
    }

    static func notNegative(_ value: Double, _ name: String) -> String? {
        value >= 0 && value.isFinite ? nil : "\(name) is \(value); it must not be negative"
    }
}
