import ArgumentParser
import Sumi
import SumiNN
import SumiReport

/// `sumi plot gradcam`: where in an image a model sees a class.
struct PlotGradCAMCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gradcam",
        abstract: "Draw where in an image a model sees a class (Grad-CAM).",
        discussion: """
            Examples:
              sumi plot gradcam mnist-tutorial.keras digit.png -o seen.png
              sumi plot gradcam fashion.keras shirt.png --class Coat -o coat.png
            """)

    @OptionGroup
    var model: ModelArgument

    @OptionGroup
    var image: LookedAtImage

    @Option(help: ArgumentHelp("The layer. (default: the last convolution)", valueName: "name"))
    var layer: String?

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("The class. (default: the one that the model predicts)", valueName: "name|number"))
    var wanted: String?

    @OptionGroup
    var output: PlotOutput

    func run() throws {
        let file = try output.file()
        let seen = try image.seen(by: model)
        let names = try image.reading.classNames() ?? seen.model.notes.classNames
        try file.write(
            .gradCAM(
                seen.model, image: seen.input, layer: layer, label: wanted.map { try label($0, names) },
                classNames: names, picture: seen.picture))
    }

    /// The number of a class by its name; one that has a number for a name is meant by that.
    private func label(_ text: String, _ names: [String]?) throws -> Int {
        if let index = names?.firstIndex(of: text) { return index }
        if let number = Int(text) { return number }
        guard let names else {
            throw ToolError(
                "the model's file does not say what classes are called: give --class a number, or --classes")
        }
        throw ToolError(
            "there is no class \"\(printable(text))\"; there are \(names.map(printable).joined(separator: ", "))")
    }
}
