/// Why a figure cannot be made: what was given, and how to mend it.
public struct FigureError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    package init(_ description: String) { self.description = description }
}
