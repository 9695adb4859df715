import ArgumentParser
import Sumi
import SumiReport

/// `sumi plot history`: learning curves of one or several runs.
struct PlotHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Draw the learning curves of one or several training runs.",
        discussion: """
            Runs are CSV files, as `sumi train --history` and Keras' CSVLogger write them, or models that were saved after \
            training.

            Examples:
              sumi plot history history.csv -o curves.png
              sumi plot history a.csv b.csv -o curves.svg --log loss
            """)

    @Argument(help: ArgumentHelp("The runs.", valueName: "file.csv|model"), completion: .file())
    var files: [String]

    @Option(help: ArgumentHelp("Draw only this log; may be repeated. (default: all)", valueName: "name"))
    var log: [String] = []

    @OptionGroup
    var output: PlotOutput

    func run() throws {
        let runs = try files.map { try trainingRun(path: $0) }
        try output.write(.learningCurves(runs, logs: log.isEmpty ? nil : log))
    }
}
