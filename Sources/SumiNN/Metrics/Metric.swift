import SumiGraph
import SumiTensor

/// What is measured while a model is trained or evaluated: sums over batches, and what is made of them.
///
/// `.accuracy`, `.precision(thresholds: [0.3])`, Keras' names as string literals (`"mae"`), or `Metric(MyMetric())` for your own.
/// Source: Keras 3.15, `keras/src/metrics`.
public struct Metric: Sendable {
    /// What is measured.
    public var function: any MetricFunction
    /// Its name in logs: `accuracy`.
    public var name: String
    /// What is wrong with the settings; ``validate()`` throws it.
    package var problem: String?

    /// - Parameter name: the type's name in Keras' spelling where it is `nil`.
    public init(_ function: some MetricFunction, name: String? = nil) {
        self.function = function
        self.name = name ?? String(describing: type(of: function)).snakeCased
    }

    /// The mean of a loss's values, under the loss's name.
    public init(_ loss: Loss) {
        self.init(MeanOfLoss(function: loss.function), name: loss.name)
        problem = loss.problem
    }

    /// This metric under another name.
    public func named(_ name: String) -> Metric {
        var metric = self
        metric.name = name
        return metric
    }

    /// Adds one batch to the sums.
    ///
    /// - Parameter weight: one weight for each sample `[batch]` or step `[batch, steps]`; a mask is one too.
    public func update(
        _ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor? = nil, in sums: MetricSums
    ) {
        let trace = prediction.trace
        let place = trace.place
        trace.place = "metric \"\(name)\""
        defer { trace.place = place }
        if let problem { trace.fail(problem) }
        guard trace.failure == nil else { return }
        function.update(target, prediction, weight: weight?.converted(to: .float32), in: sums)
    }

    /// The metric of everything summed up so far: a scalar, or one value for each threshold or class.
    public func result(_ sums: [String: Tensor]) throws -> Tensor { try function.result(sums) }

    /// - Throws: what is wrong with the settings, if something is.
    public func validate() throws(TraceError) {
        if let problem = problem ?? function.problem { throw TraceError(place: "metric \"\(name)\"", problem) }
    }
}
