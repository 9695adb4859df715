import Sumi
import Testing

struct MetricTests {
    /// The metric after each batch of (targets, predictions, weights).
    private func results(
        _ metric: Metric, _ batches: [(Tensor, Tensor, Tensor?)]
    ) throws -> [[Double]] {
        let engine = ReferenceEngine()
        let state = engine.makeState()
        return try batches.map { target, prediction, weight in
            let trace = Trace()
            let sums = MetricSums(trace: trace, path: "metric")
            metric.update(
                trace.constant(target), trace.constant(prediction), weight: weight.map(trace.constant), in: sums)
            let graph = try trace.graph(outputs: [])
            for sum in sums.declared where !state.variables.contains(sum) {
                let zeros = [Double](repeating: 0, count: sum.type.shape.count)
                try state.write(sum.name, Tensor(shape: sum.type.shape, doubles: zeros, elementType: .float32))
            }
            _ = try engine.compile(graph, state: state).run([])
            return try metric.result(sums.read(state.read)).doubles
        }
    }

    @Test("accuracy of one output is binary, with a threshold that 1/2 does not pass")
    func binary() throws {
        let batch = try (Tensor([[Int32(1)], [0], [1]]), Tensor([[Float(0.6)], [0.5], [0.5]]), nil as Tensor?)
        #expect(try results(.accuracy, [batch])[0] == [2.0 / 3].map { Double(Float($0)) })
    }

    @Test("accuracy of whole-number labels is sparse, as a vector and as a column")
    func sparse() throws {
        let outputs = try Tensor([[Float(0.1), 0.9], [0.8, 0.2]])
        let batches = try [
            (Tensor([UInt8(1), 1]), outputs, nil), (Tensor([[Int32(1)], [0]]), outputs, nil as Tensor?),
        ]
        #expect(try results(.accuracy, batches) == [[0.5], [0.75]])
    }

    @Test("accuracy of one-hot targets compares the largest elements")
    func categorical() throws {
        let batch = try (
            Tensor([[Float(0), 1], [0, 1]]), Tensor([[Float(0.1), 0.9], [0.8, 0.2]]), nil as Tensor?
        )
        #expect(try results("accuracy", [batch])[0] == [0.5])
    }

    @Test("weights count in sum and divisor")
    func weights() throws {
        let batch = try (
            Tensor([Int32(1), 1]), Tensor([[Float(0.1), 0.9], [0.8, 0.2]]), Tensor([Float(3), 1])
        )
        #expect(try results(.accuracy, [batch])[0] == [0.75])
    }

    @Test("a metric of one's own keeps sums by name")
    func ownMetric() throws {
        struct Largest: MetricFunction {
            func update(
                _ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums
            ) {
                sums.add("errors", (target - prediction).absolute().sum())
                sums.add("batches", prediction.trace.constant(1))
            }

            func result(_ sums: [String: Tensor]) throws -> Tensor {
                let values = try ["errors", "batches"].map { try sums[$0]?.scalar ?? 0 }
                return try Tensor(Float(values[0] / values[1]))
            }
        }
        let batch = try (Tensor([Float(1), 2]), Tensor([Float(0), 4]), nil as Tensor?)
        #expect(try results(Metric(Largest()), [batch, batch])[1] == [3])
    }

    @Test("counts stay exact for 60,000 samples")
    func manySamples() throws {
        let labels = Tensor(shape: [10_000], doubles: (0..<10_000).map { Double($0 % 2) }, elementType: .uint8)
        let rows = (0..<20_000).map { $0 % 2 == 0 ? 0.25 : 0.75 }
        let outputs = Tensor(shape: [10_000, 2], doubles: rows, elementType: .float32)
        let batches = Array(repeating: (labels, outputs, nil as Tensor?), count: 6)
        #expect(try results(.accuracy, batches)[5] == [0.5])
    }

    @Test("labels that do not fit fail with the metric's name")
    func shapes() throws {
        let text = Traced.failure { trace in
            let sums = MetricSums(trace: trace, path: "metric")
            let outputs = trace.floats([0.1, 0.9], [1, 2])
            Metric.sparseCategoricalAccuracy.update(outputs, outputs, in: sums)
            return outputs
        }
        #expect(text?.contains("metric \"sparse_categorical_accuracy\"") == true)
    }

    @Test(
        "bad settings are errors that name them",
        arguments: [
            (Metric.topKCategoricalAccuracy(k: 0), "k is 0"), (.precision(thresholds: [1.5]), "threshold"),
            (.precision(topK: 0), "topK"), (.binaryAccuracy(threshold: 2), "threshold"), ("acuracy", "acuracy"),
        ] as [(Metric, String)])
    func badSettings(_ metric: Metric, _ word: String) throws {
        let text = try #require(Traced.error { try metric.validate() })
        #expect(text.contains(word), "\(text)")
    }
}
