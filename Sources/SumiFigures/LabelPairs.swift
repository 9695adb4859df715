import SumiTensor

/// True and predicted classes of the same samples, with their weights, after the checks that every figure needs.
package struct LabelPairs {
    package let truths: [Int]
    package let predictions: [Int]
    package let weights: [Double]?

    package init(_ truth: Tensor, _ prediction: Tensor, sampleWeight: Tensor?, for figure: String) throws {
        truths = try Self.wholeNumbers(truth, "true classes", figure)
        predictions = try Self.wholeNumbers(prediction, "predicted classes", figure)
        guard truths.count == predictions.count else {
            throw FigureError("\(figure): \(truths.count) true classes, but \(predictions.count) predicted ones")
        }
        guard !truths.isEmpty else { throw FigureError("\(figure): there are no samples") }
        let count = predictions.count
        weights = try sampleWeight.map { try Self.weights($0, count: count, figure) }
    }

    /// Every class that is there, in rising order.
    package var present: [Int] { Set(truths).union(predictions).sorted() }

    /// `labels`, or the classes that are there.
    package func labels(_ labels: [Int]?, for figure: String) throws -> [Int] {
        guard let labels else { return present }
        guard !labels.isEmpty else { throw FigureError("\(figure): the list of labels is empty") }
        guard Set(labels).count == labels.count else { throw FigureError("\(figure): a label is listed twice") }
        return labels
    }

    package func weight(_ index: Int) -> Double { weights.map { $0[index] } ?? 1 }

    static func weights(_ tensor: Tensor, count: Int, _ figure: String) throws -> [Double] {
        guard tensor.count == count else {
            throw FigureError("\(figure): \(tensor.count) sample weights for \(count) samples")
        }
        let weights = tensor.doubles
        if let index = weights.firstIndex(where: { !$0.isFinite }) {
            throw FigureError("\(figure): the sample weight at index \(index) is \(weights[index])")
        }
        return weights
    }

    static func wholeNumbers(_ tensor: Tensor, _ what: String, _ figure: String) throws -> [Int] {
        let sizes = tensor.shape.dimensions
        guard sizes.dropFirst().allSatisfy({ $0 == 1 }), !sizes.isEmpty else {
            throw FigureError(
                "\(figure): the \(what) have the shape \(tensor.shape), one number for each sample is needed; for a row "
                    + "of scores a sample, take its largest: argMax(axis: -1)")
        }
        return try tensor.doubles.enumerated().map { index, value in
            guard let number = Int(exactly: value) else {
                throw FigureError("\(figure): \(what): \(value) at index \(index) is not a whole number")
            }
            return number
        }
    }
}
