import SumiTensor

/// How often samples of each class were taken for each class: row `i`, column `j` counts the samples of class
/// `labels[i]` that were predicted as `labels[j]`.
///
/// ```swift
/// let predicted = try model.predict(mnist.test).argMax(axis: -1)
/// let matrix = try ConfusionMatrix(mnist.test.labels, predicted)
/// print(matrix)
/// ```
///
/// Source: scikit-learn 1.9, `sklearn.metrics.confusion_matrix`.
public struct ConfusionMatrix: Hashable, Sendable {
    /// What the cells are divided by.
    public enum Normalization: String, CaseIterable, Hashable, Sendable {
        /// The sum of their row: each row adds up to 1.
        case byTrue = "true"
        /// The sum of their column: each column adds up to 1.
        case byPredicted = "pred"
        /// The sum of all.
        case all
    }

    /// The classes of rows and columns, in order.
    public let labels: [Int]
    /// The cells, row by row.
    public let rows: [[Double]]
    /// How the cells were divided; `nil` where they are counts, or sums of weights.
    public let normalization: Normalization?
    /// Whether cells are whole counts.
    public let isCount: Bool

    /// - Parameters:
    ///   - truth: `[samples]`, the true classes.
    ///   - prediction: `[samples]`, the predicted classes.
    ///   - labels: the classes to show, in order; samples of others are left out. All that are there, in rising order,
    ///     where it is `nil`.
    ///   - sampleWeight: `[samples]`, what each sample counts.
    ///   - normalize: what the cells are divided by.
    /// - Throws: ``FigureError`` where the sizes differ, a class is no whole number, or no label is among the true
    ///   classes.
    public init(
        _ truth: Tensor, _ prediction: Tensor, labels: [Int]? = nil, sampleWeight: Tensor? = nil,
        normalize: Normalization? = nil
    ) throws {
        let pairs = try LabelPairs(truth, prediction, sampleWeight: sampleWeight, for: "confusion matrix")
        let labels = try pairs.labels(labels, for: "confusion matrix")
        let places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
        guard pairs.truths.contains(where: { places[$0] != nil }) else {
            throw FigureError("confusion matrix: none of the labels \(labels) is among the true classes")
        }
        // The number of classes can be as large as the number of samples; its square must stay in bounds.
        guard labels.count <= 10_000 else {
            throw FigureError("confusion matrix: \(labels.count) classes are too many for a matrix: list labels")
        }
        var rows = [[Double]](repeating: [Double](repeating: 0, count: labels.count), count: labels.count)
        for index in pairs.truths.indices {
            guard let row = places[pairs.truths[index]], let column = places[pairs.predictions[index]] else { continue }
            rows[row][column] += pairs.weight(index)
        }
        self.init(labels: labels, rows: rows, normalization: nil, isCount: pairs.weights == nil)
        if let normalize { self = normalized(normalize) }
    }

    private init(labels: [Int], rows: [[Double]], normalization: Normalization?, isCount: Bool) {
        self.labels = labels
        self.rows = rows
        self.normalization = normalization
        self.isCount = isCount
    }

    /// The cells divided by sums of rows, of columns, or of all; 0 where such a sum is 0.
    public func normalized(_ normalization: Normalization) -> ConfusionMatrix {
        func share(_ cell: Double, of sum: Double) -> Double { sum == 0 ? 0 : cell / sum }
        let divided: [[Double]]
        switch normalization {
        case .byTrue: divided = zip(rows, rowSums).map { row, sum in row.map { share($0, of: sum) } }
        case .byPredicted:
            let sums = columnSums
            divided = rows.map { row in zip(row, sums).map { share($0, of: $1) } }
        case .all:
            let sum = rows.flatMap(\.self).pairwiseSum
            divided = rows.map { row in row.map { share($0, of: sum) } }
        }
        return ConfusionMatrix(labels: labels, rows: divided, normalization: normalization, isCount: false)
    }

    /// Sums of the columns: how much was predicted as each class.
    public var columnSums: [Double] {
        rows.dropFirst().reduce(rows.first ?? []) { sums, row in zip(sums, row).map(+) }
    }

    /// Sums of the rows: how much there is of each class.
    public var rowSums: [Double] { rows.map(\.pairwiseSum) }

    /// The share of the diagonal: how much was predicted right.
    public var accuracy: Double {
        let all = rowSums.reduce(0, +)
        return all == 0 ? 0 : rows.indices.reduce(0) { $0 + rows[$1][$1] } / all
    }

    /// The cells as a tensor `[labels, labels]`: `int32` where they are counts, else `float64`.
    public var tensor: Tensor {
        Tensor(
            shape: [labels.count, labels.count], doubles: rows.flatMap(\.self),
            elementType: isCount ? .int32 : .float64)
    }

    /// The class that each class is most often mistaken for: pairs with a sum above 0 off the diagonal, largest first.
    public var confusions: [(truth: Int, prediction: Int, value: Double)] {
        var found: [(truth: Int, prediction: Int, value: Double)] = []
        for (row, cells) in rows.enumerated() {
            for (column, value) in cells.enumerated() where row != column && value > 0 {
                found.append((labels[row], labels[column], value))
            }
        }
        return found.sorted { $0.value > $1.value }
    }
}
