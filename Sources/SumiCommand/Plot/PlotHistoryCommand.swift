import ArgumentParser
import Sumi
import SumiReport

/// `sumi plot history`: learning curves of one or several runs.
struct PlotHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Draw the learning curves of one or several training runs.",
        discussion: """
            Runs are CSV files, as `sumi train --history` and Keras' CSVLogger write them, or models that sumi trained.

            Examples:
              sumi plot history mnist-tutorial.keras -o curves.png
              sumi plot history a.csv b.csv -o curves.svg --log loss
            """)

    @Argument(help: ArgumentHelp("The runs.", valueName: "file.csv|model"), completion: .file())
    var files: [String]

    @Option(help: ArgumentHelp("Draw only this log; may be repeated. (default: all)", valueName: "name"))
    var log: [String] = []

    @OptionGroup
    var output: PlotOutput

    func run() throws {
        let file = try output.file()
        let runs = try files.map { try trainingRun(path: $0) }
        try file.write(.learningCurves(runs, logs: log.isEmpty ? nil : log))
    }
}
