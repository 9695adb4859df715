/// What `compile` was told, and what was trainable then.
package struct CompiledModel {
    package var optimizer: Optimizer
    /// One for each output; `nil` leaves an output out of the loss.
    package var losses: [Loss?]
    package var lossWeights: [Double]?
    /// One list for each output.
    package var metrics: [[Metric]]
    package var weightedMetrics: [[Metric]]
    /// Whether each entry was trainable, nested ones too.
    package var trainable: [ObjectIdentifier: Bool]
    /// Whether the losses of several outputs are logged as means over samples, as Keras 2 does, and not over batches of
    /// whatever size, as Keras 3.15 does.
    package var averagesLossesBySample = false

    /// The metrics with their names in logs, by Keras' rules: several outputs put theirs in front, and names that come
    /// twice are told apart.
    package func loggedMetrics(outputNames: [String]) -> [LoggedMetric] {
        var counts: [String: Int] = [:]
        var result: [LoggedMetric] = []
        for (list, isWeighted) in [(metrics, false), (weightedMetrics, true)] {
            for (output, metrics) in list.enumerated() {
                let prefix = outputNames.count > 1 ? outputNames[output] + "_" : ""
                for metric in metrics {
                    var name = prefix + metric.name
                    if isWeighted, counts[name] != nil { name = prefix + "weighted_" + metric.name }
                    let count = counts[name, default: 0]
                    counts[name] = count + 1
                    if count > 0 { name += "_\(count)" }
                    result.append(LoggedMetric(metric: metric, name: name, output: output, isWeighted: isWeighted))
                }
            }
        }
        return result
    }

    /// The outputs whose losses are logged on their own: all that have one, where there are several.
    package var separateLosses: [Int] {
        let outputs = losses.indices.filter { losses[$0] != nil }
        return outputs.count > 1 ? outputs : []
    }
}

/// One metric of a compiled model.
package struct LoggedMetric {
    package var metric: Metric
    /// Its name in logs.
    package var name: String
    package var output: Int
    /// Whether sample weights count.
    package var isWeighted: Bool
}
