import ArgumentParser
import SumiReport

/// `sumi report`: one page about a model.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write a page about a model: how good it is, where it is wrong, and what to do next.",
        discussion: """
            The page is one HTML file that needs nothing beside it: confusion matrix, classification report, the surest \
            mistakes, learning curves, calibration, summary and diagram. The curves come from the model's file, where sumi \
            trained it, or from --history; a file of Keras gets a page without them.

            Examples:
              sumi report mnist-tutorial.keras mnist -o report
              sumi report colleague.h5 fashion-mnist -o report --scale 1 --history log.csv
            """)

    @OptionGroup
    var model: ModelArgument

    @OptionGroup
    var images: JudgedImages

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The folder for the page, index.html.", valueName: "dir"), completion: .directory)
    var output: String

    @Flag(help: "Replace the page if it is there.")
    var force = false

    @Option(
        help: ArgumentHelp(
            "How training went: a CSV file, as `sumi train --history` and Keras' CSVLogger write it.",
            valueName: "file.csv"), completion: .file(extensions: ["csv"]))
    var history: String?

    func validate() throws {
        if output.isEmpty { throw ValidationError("'--output' takes the name of a folder.") }
    }

    func run() throws {
        let folder = try ReportFolder(output, replaces: force)
        let training = try history.map { try trainingRun(path: $0) }
        try folder.write(images.report(on: model, training: training))
    }
}
