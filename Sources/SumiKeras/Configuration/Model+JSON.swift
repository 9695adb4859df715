import SumiJSON
import SumiNN

extension Model {
    /// The model's layers and how they are connected, without weights: what Keras' `to_json` writes.
    ///
    /// - Parameter indent: spaces for each level; one line where it is `nil`.
    /// - Throws: ``ConfigurationError`` for a layer that Keras does not have.
    public func toJSON(indent: Int? = nil) throws -> String { try configuration().text(indent: indent) }

    /// A model as Keras' `to_json` describes it, with new weights; compiled where it says how.
    ///
    /// - Throws: `JSONError`, ``ConfigurationError`` or ``ModelError``: what cannot be read, and where.
    public static func fromJSON(_ text: String) throws -> Model {
        let configuration = try JSON(parsing: text)
        let model = try make(configuration: configuration)
        if let training = configuration["compile_config"], training["loss"] != nil {
            try model.compile(configuration: training)
        }
        return model
    }
}
