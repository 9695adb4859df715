import SumiGraph
import SumiTensor

/// Where a metric keeps its sums: variables of the engine's state, set to zero when an epoch begins.
public final class MetricSums {
    /// Where the sums are traced.
    public let trace: Trace
    private let path: String
    /// Name in the state and type of every sum, in order of declaration.
    public private(set) var declared: [Parameter] = []

    package init(trace: Trace, path: String) {
        self.trace = trace
        self.path = path
    }

    /// Adds `value` (float32) to the sum `name`.
    public func add(_ name: String, _ value: TracedTensor) {
        if value.isFailed { return }
        let parameter = Parameter("\(path)/\(name)", value.type)
        let sum = trace.variable(parameter.name, value.type)
        if !declared.contains(parameter) { declared.append(parameter) }
        trace.update(parameter.name, to: sum + value)
    }

    /// The sums by the names that the metric gave them, given how a variable of the state is read.
    package func read(_ variable: (String) throws -> Tensor) rethrows -> [String: Tensor] {
        var sums: [String: Tensor] = [:]
        for parameter in declared {
            sums[String(parameter.name.dropFirst(path.count + 1))] = try variable(parameter.name)
        }
        return sums
    }
}
