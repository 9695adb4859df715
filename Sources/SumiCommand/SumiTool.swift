import ArgumentParser
import SumiNN

/// The program `sumi`.
///
/// Results go to standard output, progress and errors to standard error. Usage errors exit with 64 and say what is
/// allowed; every other error is one line, and exit status 1.
@main
struct SumiTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sumi",
        abstract: "Train and measure neural networks, with the semantics of Keras.",
        discussion: """
            Examples:
              sumi demo
              sumi train mnist
              sumi train fashion-mnist --network deep --epochs 10 --history history.csv
              sumi train mnist --dashboard --report report
              sumi summary --network deep
              sumi report mnist-tutorial.keras mnist -o report
              sumi plot confusion mnist-tutorial.keras mnist
              sumi bench --network deep --batch 128
            """,
        version: "0.1.0",
        subcommands: [
            DemoCommand.self, TrainCommand.self, EvaluateCommand.self, PredictCommand.self, SummaryCommand.self,
            InspectCommand.self, DataCommand.self, ReportCommand.self, PlotCommand.self, BenchCommand.self,
        ])

    static func main() async {
        var command: any ParsableCommand
        do { command = try parseAsRoot() } catch { exit(withError: error) }
        do {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error where exitCode(for: error) != .failure || error is ExitCode {
            // Help, the version, and usage errors, which the parser words.
            type(of: command).exit(withError: error)
        } catch {
            Console.standardError.write("sumi: \(oneLine(error))\n")
            exit(withError: ExitCode.failure)
        }
    }

    /// An error's description, should it have line breaks, on one line.
    private static func oneLine(_ error: any Error) -> String {
        "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
