import Sumi
import SumiGraph
import SumiJSON
import SumiNN
import SumiTensor
import SumiTestSupport

/// Runs the cases of `metrics/`: the result after each of a few batches of different sizes, and after a reset.
struct MetricFixtures: FixtureRunner {
    var family: String { "metrics" }

    func features(of fixture: Fixture) -> [String] {
        ["metric \(fixture.metadata["class_name"]?.string ?? "")"]
    }

    func run(_ fixture: Fixture, on engine: any Engine, _ tolerances: FixtureTolerances) throws -> [String] {
        guard let configuration = fixture.metadata["metric"], let updates = fixture.metadata["updates"]?.integer else {
            throw FixtureError("the case holds no metric")
        }
        let measured = try Measured(configuration)
        let state = engine.makeState()
        var results: [Tensor] = []
        for index in 0..<updates {
            let names = (measured.isOfValues ? ["values"] : ["y_true", "y_pred"]) + ["sample_weight"]
            let tensors = names.compactMap { fixture.tensors["\($0)\(index)"] }
            let trace = Trace()
            let inputs = tensors.enumerated().map { trace.input("input \($0)", TensorType($1.shape, $1.elementType)) }
            let sums = MetricSums(trace: trace, path: "metric")
            measured.update(inputs, in: sums)
            let graph = try trace.graph(outputs: [])
            if index == 0 { try reset(sums, in: state) }
            _ = try engine.compile(graph, state: state).run(tensors.map { .tensor($0) })
            results.append(try measured.result(sums.read(state.read)))
            if index == updates - 1 {
                try reset(sums, in: state)
                results.append(try measured.result(sums.read(state.read)))
            }
        }
        return try compare(results, fixture, tolerances) + measured.configurationDifferences(configuration)
    }

    private func reset(_ sums: MetricSums, in state: any EngineState) throws {
        for sum in sums.declared {
            let zeros = [Double](repeating: 0, count: sum.type.shape.count)
            try state.write(sum.name, Tensor(shape: sum.type.shape, doubles: zeros, elementType: .float32))
        }
    }

    private func compare(
        _ results: [Tensor], _ fixture: Fixture, _ tolerances: FixtureTolerances
    ) throws -> [String] {
        let stored = try fixture.tensor("results")
        let values = results.dropLast().flatMap(\.doubles)
        guard values.count == stored.count, let last = results.last else {
            return ["results are \(values.count) numbers, Keras's \(stored.count)"]
        }
        let all = Tensor(shape: stored.shape, doubles: values, elementType: .float32)
        return [
            tolerances.mismatch(all, "results", in: fixture),
            tolerances.mismatch(last, "result_after_reset", in: fixture),
        ].compactMap { $0 }
    }
}

/// A metric of targets and predictions, or the mean or sum of plain values.
private enum Measured {
    case metric(Metric)
    case mean
    case sum

    init(_ configuration: JSON) throws {
        switch configuration["class_name"]?.string {
        case "Mean": self = .mean
        case "Sum": self = .sum
        default: self = .metric(try Metric(configuration: configuration))
        }
    }

    var isOfValues: Bool {
        if case .metric = self { return false }
        return true
    }

    func configurationDifferences(_ stored: JSON) -> [String] {
        guard case .metric(let metric) = self, metric.configuration?.withPlainNumbers != stored.withPlainNumbers else {
            return []
        }
        return ["written as \(metric.configuration ?? .null), Keras wrote \(stored)"]
    }

    func update(_ inputs: [TracedTensor], in sums: MetricSums) {
        switch self {
        case .metric(let metric):
            metric.update(inputs[0], inputs[1], weight: inputs.count > 2 ? inputs[2] : nil, in: sums)
        case .mean: MeanMetric().update(inputs[0], weight: inputs.count > 1 ? inputs[1] : nil, in: sums)
        case .sum: SumMetric().update(inputs[0], weight: inputs.count > 1 ? inputs[1] : nil, in: sums)
        }
    }

    func result(_ sums: [String: Tensor]) throws -> Tensor {
        switch self {
        case .metric(let metric): try metric.result(sums)
        case .mean: MeanMetric().result(sums)
        case .sum: SumMetric().result(sums)
        }
    }
}
