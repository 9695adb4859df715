/// Why a data set or a file of one could not be used: where, what, and how to mend it.
public struct DataError: Error, Hashable, Sendable, CustomStringConvertible {
    public let message: String

    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
