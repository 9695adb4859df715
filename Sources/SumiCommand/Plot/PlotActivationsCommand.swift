import ArgumentParser
import SumiReport

/// `sumi plot activations`: what a layer makes of an image.
struct PlotActivationsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activations",
        abstract: "Draw what a layer makes of an image, channel by channel.",
        discussion: """
            Examples:
              sumi plot activations mnist-tutorial.keras digit.png -o first.png
              sumi plot activations mnist-tutorial.keras digit.png --layer conv2d_1 -o second.png
            """)

    @OptionGroup
    var model: ModelArgument

    @OptionGroup
    var image: LookedAtImage

    @Option(help: ArgumentHelp("The layer. (default: the first convolution)", valueName: "name"))
    var layer: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many channels are drawn at most. (default: 64)", valueName: "n"),
        transform: wholeNumber(1...1024))
    var limit = 64

    @Option(help: ArgumentHelp("The colours. (default: viridis)", valueName: "name"))
    var cmap: ColorMapName?

    @OptionGroup
    var output: PlotOutput

    func run() throws {
        let file = try output.file()
        let seen = try image.seen(by: model)
        try file.write(
            .activations(
                seen.model, layer: layer ?? seen.model.firstImageLayer(), image: seen.input, limit: limit,
                colorMap: cmap?.map ?? .viridis))
    }
}
