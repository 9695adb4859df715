import Sumi
import SumiNN

/// Loss and accuracy of a model on labelled images, in whatever form its loss wants the labels.
struct ClassifierEvaluation {
    private let model: Model
    private let classes: Int

    /// - Throws: where the model has more than one output, or not one for each class.
    init(_ model: Model, classes: Int) throws {
        self.model = model
        self.classes = classes
        guard model.outputNames.count == 1 else {
            throw ToolError(
                "\(model.place) has \(model.outputNames.count) outputs; a data set of labels judges only one")
        }
    }

    /// The loss first, then the accuracy, then whatever else the model was compiled with.
    func score(inputs: ModelInput, labels: Tensor, batchSize: Int, verbose: Int) throws -> [(
        name: String, value: Double
    )] {
        if model.compiled == nil { try compile(for: inputs) }
        let targets = wantsOneHot ? try labels.toCategorical(classes: classes) : labels
        let samples = Samples(inputs: [inputs], targets: [targets])
        let score = try model.evaluate(samples, batchSize: batchSize, verbose: verbose)
        var values = Array(zip(score.names, score.values)).map { (name: $0, value: $1) }
        if !score.names.contains("accuracy") {
            values.insert(("accuracy", try accuracy(inputs, labels, batchSize: batchSize)), at: min(1, values.count))
        }
        return values
    }

    /// What a model that was saved without a loss is judged by.
    private func compile(for inputs: ModelInput) throws {
        let few = ModelInput(inputs.tensor.rows(0..<min(8, inputs.tensor.shape.dimensions[0])), divisor: inputs.divisor)
        let output = try model.predict(Samples(inputs: [few], targets: []), verbose: 0)
        let areProbabilities = try ClassTable(output, names: nil).areProbabilities
        let isSingle = output.shape.dimensions.last == 1
        let loss: Loss =
            isSingle
            ? .binaryCrossentropy(fromLogits: !areProbabilities)
            : .sparseCategoricalCrossentropy(fromLogits: !areProbabilities)
        try model.compile(optimizer: .sgd(), loss: loss, metrics: [.accuracy])
    }

    /// Whether the loss compares with one column for each class.
    private var wantsOneHot: Bool {
        guard let name = model.compiled?.losses.first??.name else { return false }
        return !name.hasPrefix("sparse_") && (classes > 2 || name.hasPrefix("categorical_"))
    }

    /// For models that were compiled without it.
    private func accuracy(_ inputs: ModelInput, _ labels: Tensor, batchSize: Int) throws -> Double {
        let output = try model.predict(Samples(inputs: [inputs], targets: []), batchSize: batchSize, verbose: 0)
        let table = try ClassTable(output, names: nil)
        let hits = zip(labels.scalars(as: Int32.self), table.rows.indices).count { label, row in
            table.ranked(row)[0].index == Int(label)
        }
        return Double(hits) / Double(max(1, labels.count))
    }
}
