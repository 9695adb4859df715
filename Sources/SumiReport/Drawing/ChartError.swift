/// Why a chart cannot be drawn or written: what was given, and how to mend it.
public struct ChartError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    package init(_ description: String) { self.description = description }
}
