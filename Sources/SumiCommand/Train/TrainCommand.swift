import ArgumentParser
import Sumi
import SumiNN
import SumiReport

/// `sumi train`: trains a network on a data set and tests it.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract:
            "Train a network on a data set, save it, and print its loss and accuracy on the test images.",
        discussion: """
            The data set is looked for in the folder that SUMI_DATA names, in ~/.keras/datasets and in the user's cache. It \
            may also be a path: an IDX file of images, an .npz file, a CSV file with the label first, or a folder with a \
            folder of images for each class.

            Ctrl-C finishes the step, saves the model and exits with 130; --resume goes on from there, and the result is the \
            same to the last bit as that of a run that was never stopped. So does a run whose process was killed, from where \
            its file was written last. Results go to standard output, progress to standard error.

            Examples:
              sumi train mnist
              sumi train fashion-mnist --network deep --epochs 10 --output fashion.keras
              sumi train --resume fashion.keras --epochs 20
              sumi train mnist --augment shift=2,rotate=10 --schedule cosine --early-stopping 3
              sumi train photos/ --image-size 64 --network my-network.json
              sumi train mnist --optimizer sgd --momentum 0.9 --nesterov --limit 5000
            """)

    @Argument(
        help: ArgumentHelp(
            "The data set, or the path of one.", valueName: "mnist|fashion-mnist|cifar10|handwriting|path"),
        completion: .file())
    var dataset: String?

    @Option(help: "The network, or a file with what Keras' to_json writes. (default: tutorial)")
    var network: NetworkSource?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How often the training images are gone through. (default: 10)", valueName: "n"),
        transform: wholeNumber(1...1_000_000))
    var epochs: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How many images make one update of the weights. (default: 128)", valueName: "n"),
        transform: wholeNumber(1...1_000_000))
    var batchSize: Int?

    @OptionGroup(title: "Files")
    var files: RunFileOptions

    @OptionGroup(title: "Optimizer options")
    var optimizer: OptimizerOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The rate of every dropout layer. (default: the network's own)", valueName: "rate"),
        transform: number("a number from 0 to 1") { (0...1).contains($0) })
    var dropout: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The part of the training images, the last ones, to validate on. (default: 0.1)",
            valueName: "part"),
        transform: number("a number from 0 to below 1") { (0..<1).contains($0) })
    var validationSplit: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            Stop when the validation loss (without validation, the loss) has not fallen for n epochs, and keep the weights of \
            the best one. (default: no)
            """, valueName: "n"),
        transform: wholeNumber(1...1_000_000))
    var earlyStopping: Int?

    @Option(
        help: ArgumentHelp(
            """
            Change the images at random while training: shift=pixels, rotate=degrees, scale=share, shear=degrees, \
            elastic=pixels, flip=horizontal|vertical|both. (default: no)
            """, valueName: "shift=2,…"))
    var augment: String?

    @Option(
        help: ArgumentHelp(
            """
            Height and width that the pictures of a folder are fitted to: 64, or 48x64. (default: those that most of them \
            have)
            """, valueName: "pixels"))
    var imageSize: ImageSize?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Use only the first n training images. (default: all)", valueName: "n"),
        transform: wholeNumber(1...Int(Int32.max)))
    var limit: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "What initial weights, shuffles and dropout follow from. (default: 0)",
            valueName: "n"),
        transform: wholeNumber(0...Int.max))
    var seed: Int?

    @OptionGroup
    var engine: EngineOptions

    @Flag(help: "Show live curves in place of the progress bar, where this is a terminal.")
    var dashboard = false

    @Option(
        help: ArgumentHelp("Write logs and histograms of weights for TensorBoard to this folder.", valueName: "dir"),
        completion: .directory)
    var tensorboard: String?

    @Option(
        help: ArgumentHelp("Write a page about the trained network to index.html in this folder.", valueName: "dir"),
        completion: .directory)
    var report: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "0: no progress, 1: a progress bar, 2: a line an epoch. (default: 1)", valueName: "0|1|2"),
        transform: wholeNumber(0...2))
    var verbose = 1

    @Flag(name: .shortAndLong, help: "Print only results: --verbose 0.")
    var quiet = false
}

extension TrainCommand {
    func validate() throws {
        if let dataset {
            if dataset.isEmpty || !DatasetChoice.isPlausible(dataset) {
                throw ValidationError(
                    "There is no data set '\(dataset)': it is \(DatasetChoice.names), or the path of one.")
            }
        } else if files.resume == nil {
            throw ValidationError(
                "Name a data set (mnist|fashion-mnist|cifar10|handwriting|path), or a run to go on with (--resume)."
            )
        }
        if dropout != nil, case .file(let path)? = network {
            throw ValidationError("'--dropout' goes with a network by name: \(path) has its own rates.")
        }
        if let augment {
            do { _ = try Augmentation(parsing: augment) } catch {
                throw ValidationError("'--augment': \(error)")
            }
        }
    }

    /// What was given, by option; what changes neither result nor files is left out.
    private var given: JSONObject {
        var given = JSONObject()
        given["dataset"] = dataset.map { .string(DatasetChoice.absolute($0)) }
        given["network"] = network.map { choice in
            if case .file(let path) = choice {
                .string(FileName.absolute(path))
            } else {
                .string(choice.description)
            }
        }
        given["epochs"] = epochs.map { .integer($0) }
        given["batch-size"] = batchSize.map { .integer($0) }
        given["dropout"] = dropout.map { .number($0) }
        given["validation-split"] = validationSplit.map { .number($0) }
        given["early-stopping"] = earlyStopping.map { .integer($0) }
        given["augment"] = augment.map { .string($0) }
        given["image-size"] = imageSize.map { .string($0.description) }
        given["limit"] = limit.map { .integer($0) }
        given["seed"] = seed.map { .integer($0) }
        for (name, value) in files.given.members + optimizer.given.members { given[name] = value }
        return given
    }

    /// What files are named after.
    private static func shortName(_ network: NetworkSource) -> String {
        if case .file(let path) = network { FileName.stem(path) } else { network.description }
    }

    private func defaults(epochs: Int) -> JSONObject {
        var defaults: JSONObject = [
            "network": "tutorial", "epochs": 10, "batch-size": 128, "dropout": nil,
            "validation-split": 0.1,
            "early-stopping": nil, "augment": nil, "image-size": nil, "limit": nil, "seed": 0,
        ]
        for (name, value) in RunFileOptions.defaults.members
            + optimizer.defaults(epochs: epochs).members
        {
            defaults[name] = value
        }
        return defaults
    }

    func run() throws {
        Interruption.watch()
        defer { if let history = files.history { HistoryFile.removeIfEmpty(history) } }
        let verbose = quiet ? 0 : verbose
        let page = try report.map { try ReportFolder($0, replaces: files.force) }
        let run = try files.resume.map { try goOn(with: $0, verbose) } ?? begin(verbose)
        try run.train(watchers(verbose))
        try run.printResults()
        if let page { try page.write(run.report()) }
    }

    /// Callbacks that only watch.
    private func watchers(_ verbose: Int) -> [any Callback] {
        var callbacks: [any Callback] = []
        if let tensorboard { callbacks.append(TensorBoard(logDir: tensorboard, histogramFreq: 1)) }
        if dashboard, verbose > 0 { callbacks.append(Dashboard()) }
        return callbacks
    }

    private func begin(_ verbose: Int) throws -> TrainRun {
        let (dataset, network, epochs) = (dataset ?? "", network ?? .named(.tutorial), epochs ?? 10)
        var settings = RunSettings(defaults: defaults(epochs: epochs), given: given)
        settings.note("epochs-begun", .integer(epochs))
        let path =
            files.output ?? OutputFile.free("\(DatasetChoice.shortName(dataset))-\(Self.shortName(network))")
        let output = try OutputFile(path: path, replaces: files.force)
        if files.checkpointBest {
            _ = try OutputFile(path: OutputFile.best(beside: path), replaces: files.force)
        }
        let history = try files.history.map { path in try HistoryFile(path: path) }
        if let history { settings.note("history", .string(FileName.absolute(history.path))) }
        let data = try DatasetChoice.load(dataset, imageSize, quiet: verbose == 0)
        let training = limit.map { data.train.prefix($0) } ?? data.train
        let model = try network.model(
            inputShape: training.inputShape.dimensions, classes: data.classNames.count, dropout: dropout)
        model.engine = engine.engine()
        model.seed = UInt64(settings.options["seed"]?.integer ?? 0)
        try leaveOutValidation(of: training.count, &settings, verbose)
        let batch = try settings.count("batch-size")
        let trained = Double(training.count) * (1 - (try settings.number("validation-split")))
        try model.compile(
            optimizer: optimizer.optimizer(
                epochs: epochs, updates: max(1, (Int(trained) - 1) / batch + 1)),
            loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        model.notes.classNames = data.classNames
        model.notes.framing = data.framing
        model.notes.scale = training.inputDivisor.map { 1 / $0 }
        return TrainRun(
            settings: settings, data: data, training: training, model: model, output: output.path,
            resumed: nil,
            verbose: verbose)
    }

    /// A part to validate on that nobody asked for is left out where one of the two parts would be empty.
    private func leaveOutValidation(of count: Int, _ settings: inout RunSettings, _ verbose: Int) throws {
        let split = try settings.number("validation-split")
        guard validationSplit == nil, !(1..<count).contains(Int(Double(count) * (1 - split))) else { return }
        settings.note("validation-split", 0)
        if verbose > 0 {
            Console.standardError.write(
                "no validation: \(count == 1 ? "one image is" : "\(count) images are") too few\n")
        }
    }

    private func goOn(with path: String, _ verbose: Int) throws -> TrainRun {
        let model = try Model.load(path)
        let notes = model.notes
        var settings = try RunSettings(stored: notes.training?["run"], path: path)
        try settings.goOn(with: given, path: path)
        var progress = try TrainingProgress(
            json: notes.training?["progress"] ?? .null, tensors: notes.trainingTensors)
        let epochs = try settings.count("epochs")
        if epochs > (try settings.count("epochs-begun")) {
            progress.isFinished = false
            progress.isStopped = false
            settings.note("epochs-begun", .integer(epochs))
        }
        var output = path
        if let given = files.output, FileName.absolute(given) != FileName.absolute(path) {
            output = try OutputFile(path: given, replaces: files.force).path
        } else {
            _ = try OutputFile(path: path, replaces: true)
        }
        if let history = try settings.optionalText("history") {
            _ = try HistoryFile(path: history, goesOn: true)
        }
        let size = try settings.optionalText("image-size").flatMap { ImageSize(argument: $0) }
        let data = try DatasetChoice.load(try settings.text("dataset"), size, quiet: verbose == 0)
        let limit = try settings.optionalCount("limit")
        let training = limit.map { data.train.prefix($0) } ?? data.train
        model.engine = engine.engine()
        return TrainRun(
            settings: settings, data: data, training: training, model: model, output: output,
            resumed: progress,
            verbose: verbose)
    }
}
