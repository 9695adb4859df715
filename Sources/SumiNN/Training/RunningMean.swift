import SumiGraph
import SumiTensor

/// The mean of a scalar over batches, each counted as often as it has samples: how the loss is logged.
struct RunningMean: MetricFunction {
    /// How often a batch counts.
    var weight: Double = 1

    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums) {
        add(prediction, in: sums)
    }

    func add(_ value: TracedTensor, in sums: MetricSums) {
        sums.add("total", weight == 1 ? value : value * weight)
        sums.add("count", value.trace.constant(weight))
    }

    func result(_ sums: [String: Tensor]) -> Tensor {
        let total = sums["total"]?.doubles.first ?? 0
        let count = sums["count"]?.doubles.first ?? 0
        return Tensor(shape: [], doubles: [count == 0 ? 0 : total / count], elementType: .float32)
    }
}
