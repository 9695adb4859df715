import SumiTensor

/// The true classes of samples with a score for every class, after the checks that every figure needs.
package struct ClassScores {
    package let truths: [Int]
    package let classes: Int
    package let weights: [Double]?
    private let scores: [Double]

    /// - Parameters:
    ///   - truth: `[samples]`, whole numbers; or `[samples, classes]` with a 1 at the class.
    ///   - scores: `[samples, classes]`; or `[samples]` or `[samples, 1]`, how likely class 1 of two is.
    package init(_ truth: Tensor, _ scores: Tensor, sampleWeight: Tensor? = nil, for figure: String) throws {
        let sizes = scores.shape.dimensions
        let isSingle = sizes.count == 1 || sizes.count == 2 && sizes[1] == 1
        guard isSingle || sizes.count == 2 else {
            throw FigureError("\(figure): the scores have the shape \(scores.shape), [samples, classes] is needed")
        }
        let values = scores.doubles
        guard !values.isEmpty else { throw FigureError("\(figure): there are no samples") }
        let classes = isSingle ? 2 : sizes[1]
        if let index = values.firstIndex(where: \.isNaN) {
            throw FigureError("\(figure): the scores of sample \(index / (isSingle ? 1 : classes)) hold NaN")
        }
        self.classes = classes
        self.scores = isSingle ? values.flatMap { [1 - $0, $0] } : values
        let isOneHot = !isSingle && truth.shape == scores.shape && classes > 1
        truths = try LabelPairs.wholeNumbers(isOneHot ? truth.argMax(axis: -1) : truth, "true classes", figure)
        guard truths.count == sizes[0] else {
            throw FigureError("\(figure): \(truths.count) true classes, but scores of \(sizes[0]) samples")
        }
        if let index = truths.firstIndex(where: { !(0..<classes).contains($0) }) {
            throw FigureError(
                "\(figure): the true class \(truths[index]) at index \(index) has no score: there are \(classes) classes"
            )
        }
        weights = try sampleWeight.map { try LabelPairs.weights($0, count: sizes[0], figure) }
    }

    package var count: Int { truths.count }

    package func weight(_ sample: Int) -> Double { weights.map { $0[sample] } ?? 1 }

    /// The scores of one sample, class by class.
    package func row(_ sample: Int) -> ArraySlice<Double> { scores[sample * classes..<(sample + 1) * classes] }

    /// The scores of one class, sample by sample.
    package func column(_ number: Int) -> [Double] { (0..<count).map { scores[$0 * classes + number] } }

    /// The class with the largest score, the first of equal ones.
    package func prediction(_ sample: Int) -> (label: Int, score: Double) {
        var best = (label: 0, score: -Double.infinity)
        for (label, score) in row(sample).enumerated() where score > best.score || label == 0 { best = (label, score) }
        return best
    }
}
