import ArgumentParser
import Sumi
import SumiReport

/// `sumi demo`: a first run that needs nothing.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Train a digit recogniser from nothing, in a minute or two.",
        discussion: """
            Trains the network `tutorial` on MNIST if it is found, else on built-in generated handwriting, and says which.

            Examples:
              sumi demo
              SUMI_DATA=~/datasets sumi demo
            """)

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How often the training images are gone through. (default: 5)", valueName: "n"),
        transform: wholeNumber(1...1_000_000))
    var epochs = 5

    @Option(
        help: ArgumentHelp(
            "Write a page about the trained network to index.html in this folder.",
            valueName: "dir"),
        completion: .directory)
    var report = "sumi-report"

    @Flag(help: "Leave no page.")
    var noReport = false

    @OptionGroup
    var engine: EngineOptions
}

extension DemoCommand {
    func run() throws {
        let data = try mnistOrHandwriting()
        let engine = engine.engine()
        let model = NetworkName.tutorial.model(
            inputShape: data.train.inputShape.dimensions, classes: data.classNames.count)
        model.engine = engine
        model.seed = 0
        model.console = .standardError
        Console.standardError.write(
            "Training the network \"tutorial\" on \(data.name), \(data.train.count) images, with \(engine.name).\n")
        try model.compile(
            optimizer: .adam(learningRate: 1e-3), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        try model.fit(data.train, batchSize: 128, epochs: epochs, validationSplit: 0.1)
        let score = try model.evaluate(data.test, batchSize: 128, verbose: 0)
        print("Data: \(data.name)")
        print("Test loss: \(formatted(score.loss, "%.4f"))")
        print("Test accuracy: \(formatted(score.accuracy, "%.4f"))")
        if !noReport { try writeReport(model, data) }
    }

    private func writeReport(_ model: Model, _ data: ImageClassificationSet) throws {
        let page = try ModelReport(model, data.test, name: data.name, classNames: data.classNames)
        do {
            print("Report: \(try page.write(to: report))")
        } catch {
            // A folder that cannot be written to does not spoil a first run.
            Console.standardError.write("There is no report: \(error)\n")
        }
    }

    /// MNIST, or what stands in for it where it is nowhere; a damaged copy is told, not passed over.
    private func mnistOrHandwriting() throws -> ImageClassificationSet {
        do {
            return try MNIST.load()
        } catch let error as DataError where error.isNotFound {
            Console.standardError.write(
                "MNIST is not on this machine, so this run uses built-in generated handwriting. \(error)\n")
            return try Handwriting.load()
        }
    }
}
