/// Why a tensor could not be made or used: what was asked, on which shapes, and how to mend it.
public struct TensorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let message: String

    /// An error that says what is wrong.
    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
