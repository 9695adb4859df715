import SumiGraph
import SumiTensor

extension Loss {
    /// Checks on the host that `targets` fit this loss, before a batch of them reaches the graph, where a label out of
    /// range would only be a wrong number.
    ///
    /// - Parameters:
    ///   - targets: `[samples, …]`.
    ///   - predictionShape: of the model's output; its first size, the batch, does not matter.
    /// - Throws: which target does not fit, and the way out.
    public func check(targets: Tensor, predictionShape: Shape) throws(TraceError) {
        try validate()
        let expected = Array(predictionShape.dimensions.dropFirst())
        guard targets.shape.rank > 0, predictionShape.rank > 0 else { return }
        switch function {
        case is CategoricalCrossentropy:
            try checkOneHot(targets, expected)
        case let crossentropy as SparseCategoricalCrossentropy:
            try checkLabels(targets, expected, ignoring: crossentropy.ignoreClass)
        case is BinaryCrossentropy: try checkBinary(targets, expected)
        case let focal as FocalCrossentropy:
            if case .binary = focal { try checkBinary(targets, expected) } else { try checkOneHot(targets, expected) }
        default: break
        }
    }

    private func fail(_ message: String) -> TraceError { TraceError(place: "loss \"\(name)\"", message) }

    private func checkOneHot(_ targets: Tensor, _ expected: [Int]) throws(TraceError) {
        let given = Array(targets.shape.dimensions.dropFirst())
        guard given != expected, let classes = expected.last else { return }
        let rows = Array(expected.dropLast())
        if given == rows || given == rows + [1] {
            throw fail(
                "targets of shape \(targets.shape) are whole-number labels, but this loss takes one-hot rows of "
                    + "\(classes) classes. Use the loss sparseCategoricalCrossentropy, or make the labels one-hot: "
                    + "toCategorical(classes: \(classes))")
        }
        if given.dropLast().elementsEqual(rows), let columns = given.last {
            throw fail(
                "targets have \(columns) columns and the model \(classes) outputs (shapes \(targets.shape) and "
                    + "\(Shape(expected)) per sample); both must be the number of classes. Make labels one-hot with "
                    + "toCategorical(classes: \(classes))")
        }
        throw fail(
            "targets of shape \(targets.shape) do not fit outputs of shape \(Shape(expected)) per sample; both must have "
                + "the same axes after the first")
    }

    private func checkLabels(_ targets: Tensor, _ expected: [Int], ignoring ignored: Int?) throws(TraceError) {
        guard let classes = expected.last else { return }
        let rows = Array(expected.dropLast())
        let given = Array(targets.shape.dimensions.dropFirst())
        guard given == rows || given == rows + [1] else {
            let hint =
                given == expected
                ? "One-hot targets go with the loss categoricalCrossentropy, or become labels by argMax(axis: -1)"
                : "There must be one whole-number label for each row of class probabilities"
            throw fail(
                "targets of shape \(targets.shape) do not fit outputs of shape \(Shape(expected)) per sample. \(hint)")
        }
        for (index, label) in targets.doubles.enumerated() {
            let isWhole = label == label.rounded()
            if isWhole, label >= 0, label < Double(classes) { continue }
            if let ignored, label == Double(ignored) { continue }
            let place = Self.place(of: index, in: targets.shape)
            guard isWhole else {
                throw fail("the label at \(place) is \(label); labels are whole numbers in 0..<\(classes)")
            }
            let hint =
                classes == 1
                ? "A single output goes with the loss binaryCrossentropy"
                : "Count classes from 0, or give the last layer one output for each class"
            throw fail(
                "the label at \(place) is \(Self.text(label)), but the model has \(classes) outputs: labels must be in "
                    + "0..<\(classes). \(hint)")
        }
    }

    private func checkBinary(_ targets: Tensor, _ expected: [Int]) throws(TraceError) {
        let given = Array(targets.shape.dimensions.dropFirst())
        guard given == expected || given + [1] == expected || expected + [1] == given else {
            let classes = expected.last ?? 1
            throw fail(
                "targets of shape \(targets.shape) do not fit outputs of shape \(Shape(expected)) per sample. For whole-number "
                    + "labels of \(classes) classes use the loss sparseCategoricalCrossentropy with a softmax output, or "
                    + "make them one-hot: toCategorical(classes: \(classes))")
        }
        for (index, value) in targets.doubles.enumerated() where !(value >= 0 && value <= 1) {
            throw fail(
                "the target at \(Self.place(of: index, in: targets.shape)) is \(Self.text(value)); targets of binary "
                    + "cross-entropy are in 0…1. Labels of −1 and 1 go with the loss hinge, labels of several classes with "
                    + "sparseCategoricalCrossentropy")
        }
    }

    /// `17`, or `[17, 2]` where targets have several axes.
    private static func place(of index: Int, in shape: Shape) -> String {
        let strides = shape.strides
        var rest = index
        var places: [Int] = []
        for stride in strides where stride > 0 {
            places.append(rest / stride)
            rest %= stride
        }
        while places.count > 1, shape.dimensions[places.count - 1] == 1 { places.removeLast() }
        return places.count == 1 ? "index \(places[0])" : "index \(places)"
    }

    private static func text(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }
}
