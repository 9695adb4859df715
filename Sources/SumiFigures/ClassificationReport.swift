import SumiTensor

/// Precision, recall and F1 score of each class, with their averages.
///
/// ```swift
/// let report = try ClassificationReport(test.labels, predicted, targetNames: test.classNames)
/// print(report)
/// ```
///
/// Text and dictionary are those of scikit-learn 1.9, `sklearn.metrics.classification_report`, to the last character.
public struct ClassificationReport: Hashable, Sendable {
    /// The classes, in the order of the labels.
    public let classes: [ReportRow]
    /// The share of samples that were predicted right; `nil` where the labels leave out a class that is there: then the
    /// micro average stands in the report.
    public let accuracy: Double?
    /// Figures of all samples of the labels taken together.
    public let microAverage: ReportRow
    /// The plain mean of the classes.
    public let macroAverage: ReportRow
    /// The mean of the classes, weighted by their support.
    public let weightedAverage: ReportRow
    /// Decimal places of the text.
    public let digits: Int
    /// Whether supports are whole counts.
    let isCount: Bool

    /// - Parameters:
    ///   - truth: `[samples]`, the true classes.
    ///   - prediction: `[samples]`, the predicted classes.
    ///   - labels: the classes to report, in order; all that are there, in rising order, where it is `nil`.
    ///   - targetNames: what the classes are called, in the order of the labels; their numbers where it is `nil`.
    ///   - sampleWeight: `[samples]`, what each sample counts.
    ///   - digits: decimal places of the text, 0 to 100.
    ///   - zeroDivision: what stands for 0 divided by 0.
    /// - Throws: ``FigureError`` where sizes differ, or a class is no whole number.
    public init(
        _ truth: Tensor, _ prediction: Tensor, labels: [Int]? = nil, targetNames: [String]? = nil,
        sampleWeight: Tensor? = nil, digits: Int = 2, zeroDivision: ZeroDivision = .zero
    ) throws {
        let pairs = try LabelPairs(truth, prediction, sampleWeight: sampleWeight, for: "classification report")
        let shown = try pairs.labels(labels, for: "classification report")
        guard targetNames.map({ $0.count == shown.count }) ?? true else {
            throw FigureError(
                "classification report: \(targetNames?.count ?? 0) names for \(shown.count) classes"
                    + (labels == nil ? ": list the labels, if some classes are not in the data" : ""))
        }
        guard (0...100).contains(digits) else {
            throw FigureError("classification report: \(digits) digits: 0 to 100 can be shown")
        }
        let sums = ClassSums(pairs, labels: shown)
        let figures = ReportFigures(zeroDivision: zeroDivision)
        let names = targetNames ?? shown.map(String.init)
        let classes = zip(names, shown.indices).map { name, index in
            figures.row(name, hits: sums.hits[index], predicted: sums.predicted[index], there: sums.there[index])
        }
        self.classes = classes
        let micro = figures.row(
            "micro avg", hits: sums.hits.pairwiseSum, predicted: sums.predicted.pairwiseSum,
            there: sums.there.pairwiseSum)
        microAverage = micro
        accuracy = Set(shown).isSuperset(of: pairs.present) ? micro.precision : nil
        macroAverage = figures.average("macro avg", classes, weights: nil)
        weightedAverage = figures.average("weighted avg", classes, weights: sums.there)
        self.digits = digits
        isCount = pairs.weights == nil && sums.hasHits
    }
}

/// For each label what was predicted right, predicted at all, and there.
private struct ClassSums {
    private(set) var hits: [Double]
    private(set) var predicted: [Double]
    private(set) var there: [Double]
    /// Whether any sample was predicted right. (scikit-learn prints counts with a decimal place where none was.)
    private(set) var hasHits = false

    init(_ pairs: LabelPairs, labels: [Int]) {
        let places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
        hits = [Double](repeating: 0, count: labels.count)
        (predicted, there) = (hits, hits)
        for index in pairs.truths.indices {
            let (truth, prediction) = (pairs.truths[index], pairs.predictions[index])
            let weight = pairs.weight(index)
            if truth == prediction { hasHits = true }
            if truth == prediction, let place = places[truth] { hits[place] += weight }
            if let place = places[truth] { there[place] += weight }
            if let place = places[prediction] { predicted[place] += weight }
        }
        // scikit-learn comes back to these sums from the cells of a confusion matrix; weights round on the way.
        for place in labels.indices {
            predicted[place] = hits[place] + (predicted[place] - hits[place])
            there[place] = hits[place] + (there[place] - hits[place])
        }
    }
}

/// How figures follow from sums.
private struct ReportFigures {
    var zeroDivision: ZeroDivision

    func row(_ name: String, hits: Double, predicted: Double, there: Double) -> ReportRow {
        ReportRow(
            name: name, precision: quotient(hits, predicted), recall: quotient(hits, there),
            f1Score: quotient(2 * hits, there + predicted), support: there)
    }

    private func quotient(_ a: Double, _ b: Double) -> Double { b == 0 ? zeroDivision.value : a / b }

    func average(_ name: String, _ rows: [ReportRow], weights: [Double]?) -> ReportRow {
        func mean(_ figure: (ReportRow) -> Double) -> Double {
            let known = rows.indices.filter { !figure(rows[$0]).isNaN }
            guard !known.isEmpty else { return .nan }
            let values = known.map { figure(rows[$0]) }
            guard let weights else {
                return rows.map { figure($0).isNaN ? 0 : figure($0) }.pairwiseSum / Double(known.count)
            }
            let share = known.map { weights[$0] }
            let sum = share.pairwiseSum
            if sum == 0 { return values.pairwiseSum / Double(values.count) }
            return zip(values, share).map(*).pairwiseSum / sum
        }
        return ReportRow(
            name: name, precision: mean(\.precision), recall: mean(\.recall), f1Score: mean(\.f1Score),
            support: rows.map(\.support).pairwiseSum)
    }
}
