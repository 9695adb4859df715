/// A learning rate that may change with the step. A number is the schedule that never changes.
///
/// A user's own schedule conforms to this; what it answers is rounded to float32 before it is used.
public protocol Schedule: Sendable {
    /// The rate of the step with this number; the first step is 0. With gradient accumulation every batch counts.
    func learningRate(atStep step: Int) -> Double

    /// What is wrong with the settings, or `nil`. `compile` throws it.
    var problem: String? { get }
}

extension Schedule {
    public var problem: String? { nil }
}

extension Double: Schedule {
    public func learningRate(atStep step: Int) -> Double { self }

    public var problem: String? {
        isFinite && self >= 0 ? nil : "the learning rate is \(self); it must be a number that is not negative"
    }
}

extension Float: Schedule {
    public func learningRate(atStep step: Int) -> Double { Double(self) }
    public var problem: String? { Double(self).problem }
}

extension Int: Schedule {
    public func learningRate(atStep step: Int) -> Double { Double(self) }
    public var problem: String? { Double(self).problem }
}

/// Checks that schedules share.
enum ScheduleProblem {
    static func rate(_ value: Double, _ name: String) -> String? {
        value.isFinite && value >= 0 ? nil : "\(name) is \(value); it must be a number that is not negative"
    }

    static func steps(_ value: Int, _ name: String) -> String? {
        value > 0 ? nil : "\(name) is \(value); it must be at least 1"
    }
}
