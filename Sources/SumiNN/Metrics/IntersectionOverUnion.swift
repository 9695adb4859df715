import SumiGraph
import SumiTensor

/// The mean over classes of true positives / (true positives + false positives + false negatives), classes that appear neither
/// as target nor as prediction left out.
///
/// Labels outside of the classes do not count, and weights are cut to whole numbers. Source: Keras 3.15, `IoU`.
struct IntersectionOverUnion: MetricFunction, Hashable {
    /// Of what the labels are made.
    enum Labels: Hashable {
        case wholeNumbers
        /// Of the largest element along `axis`.
        case argMax(axis: Int)
        /// 1 where it is at least as large, else 0.
        case threshold(Double)
    }

    var classes: Int
    /// The classes to average over.
    var targetClasses: [Int]
    var ignoreClass: Int?
    var targetLabels = Labels.wholeNumbers
    var predictionLabels = Labels.wholeNumbers

    var problem: String? {
        if classes < 1 { return "the number of classes is \(classes); it must be at least 1" }
        if let wrong = targetClasses.first(where: { $0 < 0 || $0 >= classes }) {
            return "the class \(wrong) is not in 0..<\(classes)"
        }
        return nil
    }

    func update(_ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums) {
        let (t, p) = (labels(target, targetLabels), labels(prediction, predictionLabels))
        guard t.requireShape(of: p, "Both are labels of the same samples") else { return }
        var (rows, columns) = (oneHot(t), oneHot(p))
        if let ignoreClass { rows *= (t.expandingDimensions(at: -1) .!= Double(ignoreClass)).converted(to: .float32) }
        if let weight {
            let whole = weight.converted(to: .int32).converted(to: .float32).reshaped([-1])
            if whole.isFailed { return }
            columns *= whole.broadcast(to: t.shape).expandingDimensions(at: -1)
        }
        sums.add("total_confusion_matrix", rows.transposed([1, 0]).matmul(columns))
    }

    private func labels(_ tensor: TracedTensor, _ labels: Labels) -> TracedTensor {
        let values =
            switch labels {
            case .wholeNumbers: tensor.converted(to: .int32)
            case .argMax(let axis): tensor.argMax(axis: axis)
            case .threshold(let threshold): (tensor .>= threshold).converted(to: .int32)
            }
        return values.reshaped([-1])
    }

    /// `[samples, classes]`, zeros where a label is out of range.
    private func oneHot(_ labels: TracedTensor) -> TracedTensor {
        if labels.isFailed { return labels }
        let places = labels.trace.iota(TensorType([labels.dimension(0), classes], .int32), axis: 1)
        return (labels.expandingDimensions(at: -1) .== places).converted(to: .float32)
    }

    func result(_ sums: [String: Tensor]) -> Tensor {
        let matrix = sums["total_confusion_matrix"]?.doubles ?? []
        guard matrix.count == classes * classes else { return .scalar(0) }
        let shares = targetClasses.compactMap { index -> Double? in
            let row = (0..<classes).map { matrix[index * classes + $0] }.reduce(0, +)
            let column = (0..<classes).map { matrix[$0 * classes + index] }.reduce(0, +)
            let hits = matrix[index * classes + index]
            let union = row + column - hits
            return union > 1e-9 ? hits / (union + RegressionLoss.epsilon) : nil
        }
        return .scalar(shares.reduce(0, +) / (Double(shares.count) + RegressionLoss.epsilon))
    }
}
