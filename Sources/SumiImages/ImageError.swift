/// Why a picture could not be read, written or used: which, what, and how to mend it.
public struct ImageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let message: String

    /// An error that says what is wrong.
    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
