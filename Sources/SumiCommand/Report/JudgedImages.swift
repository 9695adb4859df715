import ArgumentParser
import Sumi
import SumiNN
import SumiReport

/// The images that a model is judged by, and how they reach it.
struct JudgedImages: ParsableArguments {
    @OptionGroup
    var data: DatasetArgument

    @OptionGroup
    var reading: ImageOptions

    @Flag(help: "Judge by the training images, not the test images.")
    var train = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many images are computed at a time. (default: 256)", valueName: "n"),
        transform: wholeNumber(1...1_000_000))
    var batchSize = 256

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Use only the first n images. (default: all)", valueName: "n"),
        transform: wholeNumber(1...Int(Int32.max)))
    var limit: Int?

    @OptionGroup
    var engine: EngineOptions

    /// The images, and how they go into the model.
    struct Judged {
        var set: ImageClassificationSet
        /// The part of the set that was asked for.
        var images: LabelledImages
        var inputs: ModelInput
    }

    /// Reads the images in the form that the model takes; says what is assumed of pixels, unless `quiet`.
    func load(for model: Model, quiet: Bool) throws -> Judged {
        let form = try ImageInput(model, framing: reading.framing, scale: reading.scale)
        // Pictures of a folder have no size of their own.
        let size = form.height.flatMap { height in form.width.map { (height: height, width: $0) } }
        let set = try data.load(fittedTo: size, quiet: quiet)
        var images = train ? set.train : set.test
        if let limit { images = images.prefix(limit) }
        if !quiet {
            for assumption in form.assumptions where assumption.hasPrefix("pixels") {
                Console.standardError.write("assumed: \(assumption)\n")
            }
        }
        // Values that are no bytes are as the model takes them already.
        let divisor = images.inputDivisor == nil ? nil : form.divisor
        return Judged(
            set: set, images: images, inputs: ModelInput(try form.arranged(images.inputs), divisor: divisor))
    }

    /// What the model makes of the images, in all figures.
    ///
    /// - Parameter training: how training went; `nil` for what the model's file says.
    func report(on argument: ModelArgument, training: TrainingRun? = nil) throws -> ModelReport {
        let model = try argument.load(engine)
        let judged = try load(for: model, quiet: reading.quiet)
        let samples = Samples(
            inputs: judged.inputs.tensor, targets: judged.images.labels, inputDivisor: judged.inputs.divisor)
        return try ModelReport(
            model, samples, name: judged.set.name,
            classNames: try reading.classNames() ?? judged.images.classNames, training: training,
            batchSize: batchSize, pictures: judged.images.images)
    }

    private struct Samples: LabelledData {
        var inputs: Tensor
        var targets: Tensor
        var inputDivisor: Double?
    }
}
