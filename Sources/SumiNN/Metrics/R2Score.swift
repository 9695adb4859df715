import SumiGraph
import SumiTensor

/// 1 − Σ (t − p)² / Σ (t − mean t)² of each column, or an average of them: 1 is perfect, 0 is as good as the mean.
///
/// Source: Keras 3.15. A column whose targets are all equal counts as 0 where its errors are not 0.
struct R2Score: MetricFunction, Hashable {
    var aggregation: R2Aggregation? = .uniformAverage
    /// How many variables explain the target, for the adjusted score; 0 for the plain one.
    var regressors = 0

    var problem: String? { regressors < 0 ? "the number of regressors is \(regressors); it must not be negative" : nil }

    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums) {
        let (t, p) = target.converted(to: .float32).sameRank(as: prediction)
        guard t.requireShape(of: p, "R2 compares them element by element") else { return }
        guard p.rank == 2 else {
            return p.trace.fail("predictions have the shape \(p.shape); they are [samples, outputs]")
        }
        let one = p.zeros() + 1
        let weights = weight.map { one * $0.matchingRank(of: one).weight } ?? one
        sums.add("sum", (t * weights).sum(axes: [0]))
        sums.add("squared_sum", (t * t * weights).sum(axes: [0]))
        sums.add("residual", ((t - p).squared() * weights).sum(axes: [0]))
        sums.add("count", weights.sum(axes: [0]))
        sums.add("num_samples", p.trace.constant(Double(p.shape.count)))
    }

    func result(_ sums: [String: Tensor]) -> Tensor {
        func sum(_ name: String) -> [Double] { sums[name]?.doubles ?? [] }
        let (total, squares, residual, count) = (sum("sum"), sum("squared_sum"), sum("residual"), sum("count"))
        let spreads = total.indices.map { squares[$0] - total[$0] * total[$0] / count[$0] }
        let scores = zip(residual, spreads).map { residual, spread -> Double in
            let score = 1 - residual / spread
            return score.isInfinite ? 0 : score
        }
        switch aggregation {
        case nil:
            return Tensor(shape: [scores.count], doubles: scores.map { adjusted($0, sums) }, elementType: .float32)
        case .uniformAverage: return .scalar(adjusted(scores.reduce(0, +) / Double(scores.count), sums))
        case .varianceWeightedAverage:
            let weighted = zip(scores, spreads).map(*).reduce(0, +) / spreads.reduce(0, +)
            return .scalar(adjusted(weighted, sums))
        }
    }

    /// The score for as many regressors as there are; the plain one where there are too few samples for them.
    private func adjusted(_ score: Double, _ sums: [String: Tensor]) -> Double {
        let samples = sums["num_samples"]?.doubles.first ?? 0
        let rest = samples - Double(regressors) - 1
        return regressors == 0 || rest <= 0 ? score : 1 - (1 - score) * (samples - 1) / rest
    }
}
