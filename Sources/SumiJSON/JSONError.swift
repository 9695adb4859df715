/// Why a text is not JSON, and where.
public struct JSONError: Error, Hashable, CustomStringConvertible {
    public var description: String

    /// An error that says what is wrong, and how to mend it.
    public init(_ description: String) { self.description = description }
}
