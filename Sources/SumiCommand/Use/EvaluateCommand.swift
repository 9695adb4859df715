import ArgumentParser
import Sumi
import SumiJSON
import SumiNN

/// `sumi evaluate`: how good a saved model is on a data set.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Print loss and accuracy of a saved model on the test images of a data set.",
        discussion: """
            The loss is the one that the model was compiled with; a model that was saved without one gets sparse categorical \
            cross-entropy.

            Examples:
              sumi evaluate mnist-tutorial.keras mnist
              sumi evaluate colleague.h5 fashion-mnist --scale 1 --json
            """)

    @Argument(
        help: ArgumentHelp("The model: a .keras or .h5 file.", valueName: "model"),
        completion: .file(extensions: ["keras", "h5", "hdf5"]))
    var model: String

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

    @Flag(help: "Print one JSON object and nothing else.")
    var json = false

    @OptionGroup
    var engine: EngineOptions

    func run() throws {
        let model = try Model.load(self.model)
        model.engine = engine.engine()
        model.console = .standardError
        let form = try ImageInput(model, framing: reading.framing, scale: reading.scale)
        // Pictures of a folder have no size of their own.
        let size = form.height.flatMap { height in form.width.map { (height: height, width: $0) } }
        let set = try data.load(fittedTo: size, quiet: reading.quiet || json)
        var images = train ? set.train : set.test
        if let limit { images = images.prefix(limit) }
        if !reading.quiet, !json {
            for assumption in form.assumptions where assumption.hasPrefix("pixels") {
                Console.standardError.write("assumed: \(assumption)\n")
            }
        }
        let evaluation = try ClassifierEvaluation(model, classes: images.classNames.count)
        let score = try evaluation.score(
            inputs: ModelInput(
                try form.arranged(images.inputs), divisor: images.inputDivisor == nil ? nil : form.divisor),
            labels: images.labels,
            batchSize: batchSize, verbose: reading.quiet || json ? 0 : 1)
        if json {
            var object = JSONObject()
            for (name, value) in score { object[name] = .number(value) }
            print(JSON.object(object))
        } else {
            for (name, value) in score { print("\(name): \(formatted(value, "%.4f"))") }
        }
    }
}
