import ArgumentParser
import Sumi

/// A model by its file.
struct ModelArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The model: a .keras or .h5 file.", valueName: "model"),
        completion: .file(extensions: ["keras", "h5", "hdf5"]))
    var model: String

    /// The model, to be run and not to be trained.
    func load(_ engine: EngineOptions? = nil) throws -> Model {
        let model = try Model.load(self.model, compile: false)
        if let engine { model.engine = engine.engine() }
        model.console = .standardError
        return model
    }
}
