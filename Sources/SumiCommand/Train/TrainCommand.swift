import ArgumentParser
import Sumi
import SumiNN
import SumiReport

/// `sumi train`: trains a network on a data set and tests it.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a network on a data set and print its loss and accuracy on the test images.",
        discussion: """
            The data set is looked for in the folder that SUMI_DATA names, in ~/.keras/datasets and in the user's cache. \
            Results go to standard output, progress to standard error.

            Examples:
              sumi train mnist
              sumi train fashion-mnist --network deep --epochs 10 --history history.csv
              sumi train mnist --optimizer sgd --momentum 0.9 --nesterov
              sumi train mnist --limit 5000 --epochs 2
            """)

    @Argument(help: ArgumentHelp("The data set.", valueName: "mnist|fashion-mnist|handwriting"))
    var dataset: DatasetName

    @Option(help: "The network.")
    var network = NetworkName.tutorial

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How often the training images are gone through. (default: 10)", valueName: "n"),
        transform: wholeNumber(1...1_000_000))
    var epochs = 10

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many images make one update of the weights. (default: 128)", valueName: "n"),
        transform: wholeNumber(1...1_000_000))
    var batchSize = 128

    @OptionGroup(title: "Optimizer options")
    var optimizer: OptimizerOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The rate of every dropout layer. (default: the network's own)", valueName: "rate"),
        transform: number("a number from 0 to 1") { (0...1).contains($0) })
    var dropout: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The part of the training images, the last ones, to validate on. (default: 0.1)", valueName: "part"),
        transform: number("a number from 0 to below 1") { (0..<1).contains($0) })
    var validationSplit = 0.1

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
    var seed = 0

    @OptionGroup
    var engine: EngineOptions

    @Option(
        help: ArgumentHelp("Write loss and metrics of each epoch to a new CSV file.", valueName: "file.csv"),
        completion: .file(extensions: ["csv"]))
    var history: String?

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
        help: ArgumentHelp("0: no progress, 1: a progress bar, 2: a line an epoch. (default: 1)", valueName: "0|1|2"),
        transform: wholeNumber(0...2))
    var verbose = 1
}

extension TrainCommand {
    func run() throws {
        let historyFile = try history.map { path in try HistoryFile(path: path) }
        defer { historyFile?.removeIfEmpty() }
        let data = try dataset.load()
        let training = limit.map { data.train.prefix($0) } ?? data.train
        let model = network.model(
            inputShape: training.inputShape.dimensions, classes: data.classNames.count, dropout: dropout)
        let engine = engine.engine()
        model.engine = engine
        model.seed = UInt64(seed)
        model.console = .standardError
        try model.compile(
            optimizer: optimizer.optimizer(epochs: epochs), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        if verbose > 0 {
            Console.standardError.write(
                "\(network.rawValue) on \(dataset.rawValue): \(training.count) training images, \(data.test.count) to "
                    + "test; \(engine.name); seed \(seed)\n")
        }
        try model.fit(
            training, batchSize: batchSize, epochs: epochs, verbose: verbose,
            callbacks: callbacks(historyFile), validationSplit: validationSplit)
        let score = try model.evaluate(data.test, batchSize: batchSize, verbose: 0)
        print("Test loss: \(formatted(score.loss, "%.4f"))")
        print("Test accuracy: \(formatted(score.accuracy, "%.4f"))")
        if let report {
            let page = try ModelReport(model, data.test, name: data.name, classNames: data.classNames)
            print("Report: \(try page.write(to: report))")
        }
    }

    private func callbacks(_ history: HistoryFile?) -> [any Callback] {
        var callbacks: [any Callback] = []
        if let history { callbacks.append(CSVLogger(history.path)) }
        if let tensorboard { callbacks.append(TensorBoard(logDir: tensorboard, histogramFreq: 1)) }
        if dashboard, verbose > 0 { callbacks.append(Dashboard()) }
        return callbacks
    }
}
