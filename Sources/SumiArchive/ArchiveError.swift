/// Why a file could not be read or written: where, what, and how to mend it.
public struct ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
    public let message: String

    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
