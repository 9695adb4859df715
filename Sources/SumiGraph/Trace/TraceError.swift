/// The first thing that went wrong while a graph was traced: where, what and how to mend it.
public struct TraceError: Error, Hashable, CustomStringConvertible {
    /// The path of the layer, as `model "digits", layer "dense_1"`; empty outside of layers.
    public var place: String
    /// What is wrong.
    public var message: String

    /// An error that says where, what, and how to mend it.
    public init(place: String = "", _ message: String) {
        self.place = place
        self.message = message
    }

    public var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
