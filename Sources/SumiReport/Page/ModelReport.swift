import SumiArchive
import SumiFigures
import SumiNN
import SumiTensor

/// How good a classifier is on a data set, where it is wrong, and what to do next: one HTML page with all charts inside,
/// for light and dark screens, large and small.
///
/// ```swift
/// let report = try ModelReport(model, mnist.test, name: "MNIST", classNames: mnist.classNames)
/// try report.write(to: "report")  // report/index.html
/// ```
public struct ModelReport {
    /// What the data set is called.
    public let dataName: String
    /// What the classes are called.
    public let classNames: [String]
    /// Which classes are taken for which.
    public let confusionMatrix: ConfusionMatrix
    /// Precision and recall, class by class.
    public let classificationReport: ClassificationReport
    /// How far its confidence can be trusted.
    public let calibration: Calibration
    /// The areas under the ROC curves.
    public let areas: ROCAreas
    /// What the model was surest of and wrong about, the surest first.
    public let mistakes: [Mistake]
    /// The share of samples whose true class is among the three largest scores; `nil` where there are three classes or fewer.
    public let topThreeAccuracy: Double?
    /// How training went, where it is known.
    public let training: TrainingRun?

    package let model: Model
    package let curves: [ROCCurve]
    package let count: Int
    /// Pictures of the mistakes, in their order; fewer where samples are no images.
    let pictures: [PixelImage]

    /// Predicts every sample of `data` and works out all figures. Outputs that are no probabilities, some of them below 0 or
    /// above 1, are taken for what goes into a softmax, or of a single output a sigmoid.
    ///
    /// - Parameters:
    ///   - data: samples with class numbers, such as `mnist.test`.
    ///   - name: what the data set is called.
    ///   - classNames: what the classes are called, in order; their numbers where it is `nil`.
    ///   - training: how training went; where it is `nil`, what the model's notes say, and its last `fit` recorded.
    ///   - worst: how many mistakes are shown.
    ///   - pictures: `[samples, height, width]`, with 1 or 3 channels at the end or without: what is shown of a mistake; the
    ///     sample itself, if it is an image, where it is `nil`.
    /// - Throws: ``ChartError`` and ``FigureError`` where model and data are not of one kind, and what `predict` throws.
    public init(
        _ model: Model, _ data: some LabelledData, name: String, classNames: [String]? = nil,
        training: TrainingRun? = nil, batchSize: Int = 128, worst: Int = 24, pictures: Tensor? = nil
    ) throws {
        let outputs = try model.predict(data, batchSize: batchSize, verbose: 0)
        let shape = outputs.shape.dimensions
        guard shape.count == 2, shape[0] > 0 else {
            throw ChartError(
                "a report is of a classifier: model \"\(model.name)\" makes \(outputs.shape), [samples, classes] is needed"
            )
        }
        let classes = max(shape[1], 2)
        let names = classNames ?? (0..<classes).map(String.init)
        guard names.count == classes else {
            throw ChartError(
                "model \"\(model.name)\" knows \(classes) classes, the data set \"\(name)\" has \(names.count)")
        }
        let scores = try Self.probabilities(outputs)
        // One output is the probability of class 1 of two.
        let predicted =
            shape[1] == 1 ? (try scores.reshaped(shape[0]) .> 0.5).converted(to: .int32) : try scores.argMax(axis: -1)
        let isOneHot = shape[1] > 1 && data.targets.shape == scores.shape
        let truth = isOneHot ? try data.targets.argMax(axis: -1) : data.targets
        let labels = Array(0..<classes)
        self.model = model
        dataName = name
        self.classNames = names
        count = shape[0]
        confusionMatrix = try ConfusionMatrix(truth, predicted, labels: labels)
        classificationReport = try ClassificationReport(truth, predicted, labels: labels, targetNames: names)
        calibration = try Calibration(truth, scores)
        areas = try ROCAreas(truth, scores)
        curves = try ROCCurve.perClass(truth, scores)
        let mistakes = try Mistake.mostConfident(truth, scores, limit: max(worst, 0))
        self.mistakes = mistakes
        topThreeAccuracy = classes > 3 ? try topKAccuracy(truth, scores, k: 3) : nil
        self.training =
            training ?? TrainingRun(model.notes)
            ?? model.history.flatMap { $0.epoch.isEmpty ? nil : TrainingRun($0) }
        self.pictures = Self.pictures(of: mistakes, pictures ?? data.inputs)
    }

    private static func probabilities(_ outputs: Tensor) throws -> Tensor {
        // Sums of rounded numbers may be a hair above 1.
        guard outputs.doubles.contains(where: { $0 < 0 || $0 > 1 + 1e-6 }) else { return outputs }
        if outputs.shape.dimensions[1] == 1 { return 1 / (1 + (-outputs).exp()) }
        let powers = try (outputs - outputs.max(axis: -1, keepingDimensions: true)).exp()
        return try powers / powers.sum(axis: -1, keepingDimensions: true)
    }

    /// None where samples are no images.
    private static func pictures(of mistakes: [Mistake], _ inputs: Tensor) -> [PixelImage] {
        guard inputs.rank >= 3 else { return [] }
        let pictures = mistakes.compactMap { mistake in
            (try? inputs[mistake.index]).flatMap { image in try? PixelImage(image) }
        }
        return pictures.count == mistakes.count ? pictures : []
    }

    /// How many samples were predicted wrong.
    public var mistakeCount: Int {
        count - Int(confusionMatrix.rows.indices.reduce(0) { $0 + confusionMatrix.rows[$1][$1] })
    }

    /// Writes the page as `index.html` in `folder`, which is made where it is not there.
    ///
    /// - Returns: the file's path.
    /// - Throws: ``ChartError`` where it cannot be written.
    @discardableResult
    public func write(to folder: String) throws -> String {
        try Folder.make(folder)
        let path = folder.hasSuffix("/") ? folder + "index.html" : folder + "/index.html"
        do {
            try AtomicFile.write([Array(try html().utf8)], to: path)
        } catch let error as ArchiveError {
            throw ChartError("\(error)")
        }
        return path
    }
}
