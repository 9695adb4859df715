import ArgumentParser
import SumiReport

/// `sumi plot filters`: what a layer looks for.
struct PlotFiltersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "filters",
        abstract: "Draw the filters of a layer: what its kernel looks for.",
        discussion: """
            Example:
              sumi plot filters mnist-tutorial.keras -o filters.png
            """)

    @OptionGroup
    var model: ModelArgument

    @Option(help: ArgumentHelp("The layer. (default: the first with a kernel)", valueName: "name"))
    var layer: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many filters are drawn at most. (default: 64)", valueName: "n"),
        transform: wholeNumber(1...1024))
    var limit = 64

    @OptionGroup
    var output: PlotOutput

    func run() throws {
        let file = try output.file()
        try file.write(.filters(model.load(), layer: layer, limit: limit))
    }
}
