/// The first thing that went wrong while a graph was traced: where, what and how to mend it.
public struct TraceError: Error, Hashable, CustomStringConvertible {
    /// The path of the layer, as `model "digits", layer "dense_1"`; empty outside of layers.
    public var place: String
    public var message: String

    public init(place: String = "", _ message: String) {
        self.place = place
        self.message = message
    }

    public var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
