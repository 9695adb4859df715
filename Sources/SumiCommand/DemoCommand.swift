import ArgumentParser
import Sumi
import SumiDownload
import SumiImages
import SumiNN
import SumiReport

/// `sumi demo`: a first run that needs nothing.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Train a digit recogniser from nothing, keep it, and see what it says; in a minute or two.",
        discussion: """
            Trains the network `tutorial` on MNIST if it is on this machine or can be fetched within a few seconds, else on \
            built-in generated handwriting, and says which. The model, some test images and a report are left in a folder \
            of their own, which the next run replaces.

            Examples:
              sumi demo
              sumi demo --data handwriting --epochs 2
              SUMI_DATA=~/datasets sumi demo
            """)

    enum Source: String, CaseIterable, ExpressibleByArgument {
        case mnist, handwriting
    }

    @Option(help: "The data set. (default: mnist where it is found or fetched at once, else handwriting)")
    var data: Source?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How often the training images are gone through. (default: 5)", valueName: "n"),
        transform: wholeNumber(1...1_000_000))
    var epochs = 5

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Use only the first n training images. (default: all)", valueName: "n"),
        transform: wholeNumber(10...Int(Int32.max)))
    var limit: Int?

    @Option(
        help: ArgumentHelp("The folder for the results. (default: sumi-demo)", valueName: "folder"),
        completion: .directory)
    var output = "sumi-demo"

    @OptionGroup
    var engine: EngineOptions
}

extension DemoCommand {
    func run() async throws {
        let folder = try DemoFolder(output)
        let data = try await chosenData()
        let training = limit.map { data.train.prefix($0) } ?? data.train
        let engine = engine.engine()
        let model = NetworkName.tutorial.model(
            inputShape: training.inputShape.dimensions, classes: data.classNames.count)
        model.engine = engine
        model.seed = 0
        model.console = .standardError
        say("Training the network \"tutorial\" on \(data.name), \(training.count) images, with \(engine.name).")
        try model.compile(
            optimizer: .adam(learningRate: 1e-3), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        try model.fit(training, batchSize: 128, epochs: epochs, validationSplit: 0.1)
        let score = try model.evaluate(data.test, batchSize: 128, verbose: 0)
        model.notes.classNames = data.classNames
        model.notes.framing = .digit
        model.notes.scale = 1 / 255
        print("Data: \(data.name)")
        print("Test loss: \(formatted(score.loss, "%.4f"))")
        print("Test accuracy: \(formatted(score.accuracy, "%.4f"))")
        print("")
        try folder.replace()
        let file = folder.path("digits.keras")
        try model.save(file)
        let shown = try predictions(of: model, data.test)
        print(HalfBlocks.grid(shown.map { ($0.picture, $0.caption) }, console: .standardOutput), terminator: "")
        let example = folder.path("digit-\(shown[0].label).png")
        try Image(shown[0].image).writePNG(to: example)
        writeReport(model, data, to: folder.path("report"))
        print("The model is in \(file), an image of the test set in \(example). What to try next:")
        print("  sumi predict \(file) \(example) --show")
        print("  sumi evaluate \(file) \(data.name == "MNIST" ? "mnist" : "handwriting")")
        print("  sumi train fashion-mnist --network deep")
        print("Your own photo of a digit will do as well, dark ink on light paper.")
    }

    private func writeReport(_ model: Model, _ data: ImageClassificationSet, to folder: String) {
        do {
            let page = try ModelReport(model, data.test, name: data.name, classNames: data.classNames)
            print("Report: \(try page.write(to: folder))")
        } catch {
            // A page that cannot be written does not spoil a first run.
            say("There is no report: \(error)")
        }
    }

    private func say(_ line: String) { Console.standardError.write(line + "\n") }

    /// MNIST, or what stands in for it where it is neither here nor to be had at once. A damaged copy is told, not passed
    /// over.
    private func chosenData() async throws -> ImageClassificationSet {
        if data == .handwriting { return try handwriting() }
        do {
            return try MNIST.load()
        } catch let error as DataError where error.isNotFound {
            if data == .mnist { throw error }
        }
        say("MNIST is not on this machine. Looking for it on the network, for \(Self.patience) seconds at most …")
        do {
            try await MNIST.download(within: .seconds(Self.patience))
            return try MNIST.load()
        } catch {
            say("It cannot be fetched now, so this run uses built-in generated handwriting.")
            return try handwriting()
        }
    }

    private static let patience = 8

    private func handwriting() throws -> ImageClassificationSet {
        say("Drawing handwriting …")
        return try Handwriting.load(train: min(limit ?? 60000, Handwriting.largestCount))
    }

    private struct Prediction {
        let picture: HalfBlocks
        let caption: String
        let image: Tensor
        let label: Int
    }

    /// Some test images that the model reads, and one that it misreads, if it misreads any of the first thousand.
    private func predictions(of model: Model, _ test: LabelledImages) throws -> [Prediction] {
        let part = test.prefix(1000)
        let table = try ClassTable(try model.predict(part, batchSize: 250, verbose: 0), names: test.classNames)
        let labels = part.labels.scalars(as: Int32.self).map { Int($0) }
        let wrong = labels.indices.first { table.ranked($0)[0].index != labels[$0] }
        let right = labels.indices.filter { table.ranked($0)[0].index == labels[$0] }.prefix(wrong == nil ? 4 : 3)
        return try (right + [wrong].compactMap { $0 }).map { index in
            let best = table.ranked(index)[0]
            let image = try part.inputs.rows(index..<index + 1).reshaped(part.inputShape)
            let verdict = best.index == labels[index] ? "" : ", but is \(test.classNames[labels[index]])"
            return Prediction(
                picture: try HalfBlocks(image),
                caption: "reads \(table.names[best.index]) (\(table.text(best.value)))\(verdict)", image: image,
                label: labels[index])
        }
    }
}
