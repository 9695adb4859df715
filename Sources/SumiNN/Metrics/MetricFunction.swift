import SumiGraph
import SumiTensor

/// What a metric sums up batch by batch, and what it makes of the sums. A user's own metric conforms to this.
public protocol MetricFunction: Sendable {
    /// Adds one batch to the sums.
    ///
    /// - Parameter weight: one weight for each sample (or each value without the last axis), or `nil`.
    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums)

    /// The metric of everything summed up so far.
    func result(_ sums: [String: Tensor]) -> Tensor
}

/// Where a metric keeps its sums: variables of the engine's state, set to zero when an epoch begins.
public final class MetricSums {
    private let trace: Trace
    private let path: String
    /// Name and shape of every sum, in order of declaration.
    public private(set) var declared: [Parameter] = []

    package init(trace: Trace, path: String) {
        self.trace = trace
        self.path = path
    }

    /// Adds `value` (float32) to the sum `name`.
    public func add(_ name: String, _ value: TracedTensor) {
        let parameter = Parameter("\(path)/\(name)", value.type)
        let sum = trace.variable(parameter.name, value.type)
        if !declared.contains(parameter) { declared.append(parameter) }
        trace.update(parameter.name, to: sum + value)
    }
}
