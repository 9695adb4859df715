import ArgumentParser

/// `sumi plot`: charts as PNG, SVG or PDF.
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draw charts as PNG, SVG or PDF.",
        discussion: """
            The name of the output decides the kind of file: .png, .svg or .pdf. A confusion matrix is shown in the terminal \
            where no output is named.

            Examples:
              sumi plot history a.csv b.csv -o curves.svg
              sumi plot confusion fashion.keras fashion-mnist
              sumi plot network fashion.keras -o network.svg
              sumi plot gradcam fashion.keras shirt.png -o seen.png
            """,
        subcommands: [
            PlotHistoryCommand.self, PlotConfusionCommand.self, PlotReliabilityCommand.self, PlotNetworkCommand.self,
            PlotFiltersCommand.self, PlotWeightsCommand.self, PlotActivationsCommand.self, PlotGradCAMCommand.self,
        ])
}
