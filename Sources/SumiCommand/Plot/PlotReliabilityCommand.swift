import ArgumentParser
import SumiReport

/// `sumi plot reliability`: how far a model's confidence can be trusted.
struct PlotReliabilityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reliability",
        abstract: "Draw how far the confidence of a model on a data set can be trusted.",
        discussion: """
            Of the images that a well-calibrated model is 80 % sure of, 80 % are right.

            Example:
              sumi plot reliability fashion.keras fashion-mnist -o reliability.png
            """)

    @OptionGroup
    var model: ModelArgument

    @OptionGroup
    var images: JudgedImages

    @OptionGroup
    var output: PlotOutput

    func run() throws {
        let file = try output.file()
        try file.write(.reliability(images.report(on: model).calibration))
    }
}
