import ArgumentParser
import Sumi

/// A model by its file, or a network by its name.
struct ModelChoice: ParsableArguments {
    @Argument(
        help: ArgumentHelp("A model: a .keras or .h5 file.", valueName: "model"),
        completion: .file(extensions: ["keras", "h5", "hdf5"]))
    var model: String?

    @Option(help: ArgumentHelp("A network. (default: tutorial)", valueName: "tutorial|deep|file.json"))
    var network: NetworkSource?

    func validate() throws {
        if model != nil, network != nil { throw ValidationError("It takes a model or '--network', not both.") }
    }

    /// The model; a network that is named is the one for 28x28 grey images and 10 classes.
    func load() throws -> Model {
        if let model { return try Model.load(model) }
        return try (network ?? .named(.tutorial)).model(inputShape: [28, 28, 1], classes: 10)
    }
}
