import ArgumentParser
import SumiReport

/// `sumi plot weights`: how the numbers of each weight are spread.
struct PlotWeightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights",
        abstract: "Draw a histogram of each weight of a model.",
        discussion: """
            Example:
              sumi plot weights mnist-tutorial.keras -o weights.svg
            """)

    @OptionGroup
    var model: ModelArgument

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many bars a histogram has. (default: 40)", valueName: "n"),
        transform: wholeNumber(1...200))
    var bins = 40

    @OptionGroup
    var output: PlotOutput

    func run() throws {
        let file = try output.file()
        try file.write(.weightHistograms(model.load(), bins: bins))
    }
}
