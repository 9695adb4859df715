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
    /// The thresholds as the user gave them.
    let given: [Double]?
    /// Only a row's `topK` largest predictions can be positive.
    var topK: Int?
    /// Only this column counts.
    var classID: Int?
    /// Whether each column has sums of its own, `[thresholds, columns]`.
    var byColumn = false
    /// How much each column counts.
    var columnWeights: [Double]?

    /// - Parameter thresholds: ½ where it is `nil`; with `topK` none, so that all of the largest are positive.
    init(thresholds: [Double]?, topK: Int? = nil, classID: Int? = nil) {
        given = thresholds
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
        // [thresholds, values], or [thresholds, samples, columns].
        let row = byColumn ? Shape([1] + data.target.shape.dimensions) : [1, -1]
        let ones = Array(repeating: 1, count: byColumn ? data.target.rank : 1)
        let limits = prediction.trace.constant(
            Tensor(shape: Shape([thresholds.count] + ones), doubles: thresholds, elementType: .float32))
        let isPositive = data.prediction.reshaped(row) .> limits
        let isTrue = (data.target.reshaped(row) .!= 0).broadcast(to: isPositive.shape)
        for kind in kinds {
            let hit =
                switch kind {
                case .truePositives: isPositive.and(isTrue)
                case .falsePositives: isPositive.and(isTrue.not())
                case .trueNegatives: isPositive.not().and(isTrue.not())
                case .falseNegatives: isPositive.not().and(isTrue)
                }
            var amount = hit.converted(to: .float32)
            if let weight = data.weight { amount = amount * weight.reshaped(row) }
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
        if byColumn, p.rank != 2 {
            p.trace.fail("predictions have the shape \(p.shape); with several labels they are [samples, labels]")
            return nil
        }
        return (t, p, combined(weight, p))
    }

    /// The weight of every value: its sample's times its column's.
    private func combined(_ weight: TracedTensor?, _ prediction: TracedTensor) -> TracedTensor? {
        var result: TracedTensor?
        if let weight {
            let isShort = !weight.isFailed && weight.rank < prediction.rank
            result = (isShort ? weight.matchingRank(of: prediction).weight : weight).broadcast(to: prediction.shape)
        }
        guard let columnWeights else { return result }
        let columns = prediction.trace.constant(
            Tensor(shape: [columnWeights.count], doubles: columnWeights, elementType: .float32)
        ).broadcast(to: prediction.shape)
        return result.map { $0 * columns } ?? columns
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
