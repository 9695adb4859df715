import SumiJSON
import SumiNN

extension Model {
    /// How the model is trained, as Keras 3 writes it; `nil` where it is not compiled, or where a loss, metric,
    /// optimizer or schedule is a function of one's own, which no file can hold.
    var compileConfiguration: JSON? {
        guard let compiled, let optimizer = compiled.optimizer.configuration else { return nil }
        var losses: [JSON] = []
        for loss in compiled.losses {
            guard let loss else {
                losses.append(.null)
                continue
            }
            guard let json = loss.configuration else { return nil }
            losses.append(json)
        }
        guard let metrics = Self.configuration(compiled.metrics),
            let weighted = Self.configuration(compiled.weightedMetrics)
        else { return nil }
        let hasLoss = losses.contains { !$0.isNull }
        let weights = compiled.lossWeights.map { JSON.array($0.map { .number($0) }) } ?? .null
        return [
            "optimizer": optimizer, "loss": hasLoss ? (losses.count == 1 ? losses[0] : .array(losses)) : .null,
            "loss_weights": weights, "metrics": metrics, "weighted_metrics": weighted, "run_eagerly": false,
            "steps_per_execution": 1, "jit_compile": false,
        ]
    }

    /// One list for a single output, a list of lists for several, null for none; `nil` where one cannot be written.
    private static func configuration(_ metrics: [[Metric]]) -> JSON? {
        guard metrics.contains(where: { !$0.isEmpty }) else { return .null }
        var lists: [JSON] = []
        for list in metrics {
            let written = list.compactMap(\.configuration)
            guard written.count == list.count else { return nil }
            lists.append(.array(written))
        }
        return lists.count == 1 ? lists[0] : .array(lists)
    }

    /// Lets a compiled model log what it logged in the version of Keras that its file is of.
    func followKeras(version: String?) {
        if version?.hasPrefix("2.") == true { compiled?.averagesLossesBySample = true }
    }

    /// Why ``compileConfiguration`` is `nil` though the model is compiled: what to tell the user.
    func warnOfOwnTraining(_ path: String) {
        guard compiled != nil, compileConfiguration == nil else { return }
        Console.warn(
            "\(path): the file holds the model without how it is trained, since the optimizer, a loss or a metric is one "
                + "of your own: compile the model again after loading it")
    }
}
