/// Why something could not be fetched.
public struct DownloadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let message: String

    /// An error that says what is wrong, and how to mend it.
    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
