/// What the program itself refuses: one line that says what, and how to mend it.
struct ToolError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
