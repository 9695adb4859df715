/// What a model cannot do with what it was given: where, what, and how to mend it.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// As `model "digits"` or `model "digits", layer "dense_1"`; empty where no part of a model is meant.
    public let place: String
    /// What is wrong.
    public let message: String

    /// An error that says where, what, and how to mend it.
    public init(place: String = "", _ message: String) {
        self.place = place
        self.message = message
    }

    public var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
