import SumiGraph
import SumiTensor

/// How often predictions are right. Source: Keras 3.15, `keras/src/metrics/accuracy_metrics.py`.
enum AccuracyMetric: MeanMetricFunction, Hashable {
    /// Which of those below "accuracy" means follows from the shapes: outputs with one column are binary, targets with fewer
    /// axes (or one column) are whole-number labels, else rows are compared by their largest element.
    case automatic
    /// target = prediction, element by element.
    case equal
    /// target = (prediction > threshold), element by element.
    case binary(threshold: Double)
    /// The largest elements of target and prediction stand at the same place of the last axis.
    case categorical
    /// The largest element of the prediction stands where the whole-number label says.
    case sparse
    /// The largest element of the target stands at one of the prediction's `k` largest places.
    case topK(Int)
    /// The whole-number label is one of the prediction's `k` largest places.
    case sparseTopK(Int)

    var problem: String? {
        switch self {
        case .topK(let k), .sparseTopK(let k): k > 0 ? nil : "k is \(k); it must be at least 1"
        default: nil
        }
    }

    /// What ``automatic`` means for these shapes.
    func resolved(target: Shape, prediction: Shape) -> AccuracyMetric {
        guard self == .automatic else { return self }
        if prediction.dimensions.last == 1 { return .binary(threshold: 0.5) }
        return target.rank < prediction.rank || target.dimensions.last == 1 ? .sparse : .categorical
    }

    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        let target = target.converted(to: .float32)
        if target.isFailed || prediction.isFailed { return target.trace.failedTensor }
        switch resolved(target: target.shape, prediction: prediction.shape) {
        case .automatic, .equal:
            let (t, p) = target.sameRank(as: prediction.converted(to: .float32))
            guard t.requireShape(of: p, "Accuracy compares them element by element") else {
                return t.trace.failedTensor
            }
            return (t .== p).converted(to: .float32)
        case .binary(let threshold):
            let (t, p) = target.sameRank(as: prediction)
            guard t.requireShape(of: p, Self.binaryHint) else { return t.trace.failedTensor }
            return (t .== (p .> threshold).converted(to: .float32)).converted(to: .float32)
        case .categorical:
            guard target.requireShape(of: prediction, CategoricalCrossentropy.hint) else {
                return target.trace.failedTensor
            }
            return (target.argMax() .== prediction.argMax()).converted(to: .float32)
        case .sparse:
            guard let labels = target.labels(of: prediction) else { return target.trace.failedTensor }
            return (labels .== prediction.argMax()).converted(to: .float32)
        case .topK(let k):
            guard target.requireShape(of: prediction, CategoricalCrossentropy.hint) else {
                return target.trace.failedTensor
            }
            return Self.isInTop(k, target.argMax(), prediction)
        case .sparseTopK(let k):
            guard let labels = target.labels(of: prediction) else { return target.trace.failedTensor }
            return Self.isInTop(k, labels, prediction)
        }
    }

    private static let binaryHint = "Labels of several classes go with sparseCategoricalAccuracy"

    /// Whether fewer than `k` elements are larger than the labelled one, so that a tie with the k-th counts as in.
    private static func isInTop(_ k: Int, _ labels: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        let axis = prediction.rank - 1
        let score = prediction.gathered(labels.expandingDimensions(at: -1), .elements(axis: axis))
        let larger = (prediction .> score).converted(to: .float32).sum(axes: [axis])
        return (larger .< Double(k)).converted(to: .float32)
    }
}

extension TracedTensor {
    /// These targets as int32 labels, one for each row of `prediction`; `nil` where they do not fit, and the trace fails.
    func labels(of prediction: TracedTensor) -> TracedTensor? {
        if isFailed || prediction.isFailed { return nil }
        let labels = rank == prediction.rank && shape.dimensions.last == 1 ? withoutLastAxis() : self
        guard prediction.rank > 0, labels.shape.dimensions == Array(prediction.shape.dimensions.dropLast()) else {
            trace.fail(
                "targets of shape \(shape) for predictions of shape \(prediction.shape): there must be one whole-number "
                    + "label for each row of class probabilities. One-hot targets go with the categorical loss and metric"
            )
            return nil
        }
        return labels.converted(to: .int32)
    }
}
