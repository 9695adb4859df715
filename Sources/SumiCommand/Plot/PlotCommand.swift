import ArgumentParser

/// `sumi plot`: charts as PNG, SVG or PDF.
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draw charts as PNG, SVG or PDF.",
        discussion: """
            The name of the output decides the kind of file: .png, .svg or .pdf.

            Example:
              sumi plot history a.csv b.csv -o curves.svg
            """,
        subcommands: [PlotHistoryCommand.self])
}
