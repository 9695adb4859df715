import ArgumentParser
import Sumi

/// `sumi summary`: layers, shapes and parameters of a model or a network.
struct SummaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary",
        abstract: "Print the layers of a model or network, their output shapes and numbers of parameters.",
        discussion: """
            A network that is named is the one for 28x28 grey images and 10 classes.

            Examples:
              sumi summary mnist-tutorial.keras
              sumi summary --network deep
            """)

    @Argument(
        help: ArgumentHelp("A model: a .keras or .h5 file.", valueName: "model"),
        completion: .file(extensions: ["keras", "h5", "hdf5"]))
    var model: String?

    @Option(help: ArgumentHelp("A network. (default: tutorial)", valueName: "tutorial|deep|file.json"))
    var network: NetworkSource?

    func validate() throws {
        if model != nil, network != nil { throw ValidationError("It takes a model or '--network', not both.") }
    }

    func run() throws {
        let model =
            if let file = self.model {
                try Model.load(file)
            } else {
                try (network ?? .named(.tutorial)).model(inputShape: [28, 28, 1], classes: 10)
            }
        try model.summary()
    }
}
