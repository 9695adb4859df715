import SumiGraph
import SumiTensor

/// Sums of right and wrong positives and negatives, one for each threshold. Prediction > threshold is positive.
///
/// Source: Keras 3.15, `update_confusion_matrix_variables`.
struct ConfusionCounts: Hashable {
    enum Kind: String, CaseIterable {
        case truePositives = "true_positives"
        case falsePositives = "false_positives"
        case trueNegatives = "true_negatives"
        case falseNegatives = "false_negatives"
    }

    var thresholds: [Double]
    /// Only a row's `topK` largest predictions can be positive.
    var topK: Int?
    /// Only this column counts.
    var classID: Int?

    /// - Parameter thresholds: ½ where it is `nil`; with `topK` none, so that all of the largest are positive.
    init(thresholds: [Double]?, topK: Int? = nil, classID: Int? = nil) {
        self.thresholds = thresholds ?? [topK == nil ? 0.5 : Self.lowest]
        self.topK = topK
        self.classID = classID
    }

    /// Keras' stand-in for −∞.
    static let lowest = -1e10

    var problem: String? {
        if thresholds.isEmpty { return "there are no thresholds" }
        if let wrong = thresholds.first(where: { !($0 >= 0 && $0 <= 1) && $0 != Self.lowest }) {
            return "a threshold is \(wrong); thresholds are in 0…1"
        }
        if let topK, topK < 1 { return "topK is \(topK); it must be at least 1" }
        if let classID, classID < 0 { return "classID is \(classID); classes count from 0" }
        return nil
    }

    func update(
        _ kinds: [Kind], _ target: TracedTensor, _ prediction: TracedTensor, weight: TracedTensor?, in sums: MetricSums
    ) {
        guard let data = prepared(target, prediction, weight) else { return }
        let count = thresholds.count
        let limits = prediction.trace.constant(
            Tensor(shape: [count, 1], doubles: thresholds, elementType: .float32))
        let isPositive = data.prediction.reshaped([1, -1]) .> limits
        let isTrue = data.target.reshaped([1, -1]) .!= 0
        for kind in kinds {
            let hit =
                switch kind {
                case .truePositives: isPositive.and(isTrue.broadcast(to: isPositive.shape))
                case .falsePositives: isPositive.and(isTrue.not().broadcast(to: isPositive.shape))
                case .trueNegatives: isPositive.not().and(isTrue.not().broadcast(to: isPositive.shape))
                case .falseNegatives: isPositive.not().and(isTrue.broadcast(to: isPositive.shape))
                }
            var amount = hit.converted(to: .float32)
            if let weight = data.weight { amount = amount * weight.reshaped([1, -1]) }
            sums.add(kind.rawValue, amount.sum(axes: [1]))
        }
    }

    /// Targets, predictions and weights of one shape, only of what counts.
    private func prepared(_ target: TracedTensor, _ prediction: TracedTensor, _ weight: TracedTensor?)
        -> (target: TracedTensor, prediction: TracedTensor, weight: TracedTensor?)?
    {
        var (p, t) = prediction.sameRank(as: target.converted(to: .float32))
        let hint = "For whole-number labels of several classes make the targets one-hot: toCategorical"
        guard t.requireShape(of: p, hint) else { return nil }
        if let topK { p = p.keepingLargest(topK, else: Self.lowest) }
        if let classID {
            guard p.rank > 1, classID < p.dimension(-1) else {
                p.trace.fail("classID is \(classID) and predictions have the shape \(p.shape): there is no such column")
                return nil
            }
            p = p.sliced(axis: -1, classID..<classID + 1)
            t = t.sliced(axis: -1, classID..<classID + 1)
        }
        guard let weight else { return (t, p, nil) }
        let expanded = weight.isFailed || weight.rank >= p.rank ? weight : weight.matchingRank(of: p).weight
        return (t, p, expanded.broadcast(to: p.shape))
    }
}

extension TracedTensor {
    /// The `count` largest elements of each row, of equal ones the first; `filler` at the other places.
    func keepingLargest(_ count: Int, else filler: Double) -> TracedTensor {
        if isFailed { return self }
        let classes = dimension(-1)
        guard count <= classes else {
            trace.fail("topK is \(count) and predictions have \(classes) columns; it must not be larger")
            return trace.failedTensor
        }
        let places = trace.iota(TensorType(shape, .int32), axis: rank - 1)
        var rest = self
        var isKept = self .!= self
        for _ in 0..<count {
            let isLargest = places .== rest.argMax().expandingDimensions(at: -1)
            isKept = isKept.or(isLargest)
            rest = isLargest.select(-Double.infinity, rest)
        }
        return isKept.select(self, filler)
    }
}
