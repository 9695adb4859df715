/// Why a text is not JSON, and where.
public struct JSONError: Error, Hashable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
