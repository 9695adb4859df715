// A metric of one's own: what is summed up batch by batch, and what is made of the sums.

import Sumi

/// Of all samples, the share that is predicted within `tolerance`.
struct WithinTolerance: MetricFunction {
    var tolerance: Double

    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums) {
        let isWithin = ((target - prediction).absolute() .<= tolerance).converted(to: .float32)
        let hits = weight.map { isWithin.flattened().mean(axes: [1]) * $0 } ?? isWithin
        sums.add("hits", hits.sum())
        sums.add("count", weight?.sum() ?? sums.trace.constant(Double(isWithin.shape.count)))
    }

    // Both are there: `update` has added to them.
    func result(_ sums: [String: Tensor]) throws -> Tensor { try sums["hits"]! / sums["count"]! }
}

let model = Sequential {
    Input(2)
    Dense(1)
}
model.seed = 1
try model.compile(
    optimizer: .adam(learningRate: 0.05), loss: .meanSquaredError,
    metrics: [Metric(WithinTolerance(tolerance: 0.05), name: "close"), .meanAbsoluteError])

let points = (0..<200).map { [Float($0 % 20) / 20, Float($0 / 20) / 10] }
let x = try Tensor(points)
let y = try Tensor(points.map { [2 * $0[0] - $0[1]] })
let history = try model.fit(x, y, epochs: 40, verbose: 0)
print("close:", history["close"].first ?? 0, "…", history["close"].last ?? 0)

let score = try model.evaluate(x, y, verbose: 0)
precondition(score.close > 0.9, "the model did not come close")
print(score)
