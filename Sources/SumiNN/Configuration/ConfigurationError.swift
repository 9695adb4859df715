/// What is wrong with the settings of a layer, an optimizer or another Keras object, as a file gives them.
public struct ConfigurationError: Error, Hashable, CustomStringConvertible {
    /// Where: `layer "dense_1" (Dense), kernel_initializer`.
    public var place: String
    /// What is wrong.
    public var message: String

    /// An error that says where, what, and how to mend it.
    public init(place: String = "", _ message: String) {
        self.place = place
        self.message = message
    }

    public var description: String { place.isEmpty ? message : "\(place): \(message)" }

    /// The same error, found further inside of `outer`.
    package func inside(_ outer: String) -> ConfigurationError {
        ConfigurationError(place: place.isEmpty ? outer : "\(outer), \(place)", message)
    }
}
