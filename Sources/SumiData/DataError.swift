/// Why a data set or a file of one could not be used: where, what, and how to mend it.
public struct DataError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let message: String
    /// Whether the set is nowhere, rather than incomplete or damaged.
    public let isNotFound: Bool

    /// An error that says what is wrong, and how to mend it.
    public init(_ message: String, isNotFound: Bool = false) {
        self.message = message
        self.isNotFound = isNotFound
    }

    public var description: String { message }
}
