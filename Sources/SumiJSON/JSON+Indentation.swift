extension JSON {
    /// The text, as Python's `json.dumps` writes it: in one line, or with `indent` spaces for each level.
    public func text(indent: Int? = nil) -> String {
        guard let indent else { return description }
        var text = ""
        write(to: &text, indent: max(0, indent), depth: 0)
        return text
    }

    private func write(to text: inout String, indent: Int, depth: Int) {
        func newLine(_ depth: Int) { text += "\n" + String(repeating: " ", count: indent * depth) }
        switch self {
        case .array(let elements) where !elements.isEmpty:
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                newLine(depth + 1)
                element.write(to: &text, indent: indent, depth: depth + 1)
            }
            newLine(depth)
            text += "]"
        case .object(let object) where !object.isEmpty:
            text += "{"
            for (index, member) in object.members.enumerated() {
                if index > 0 { text += "," }
                newLine(depth + 1)
                text += JSON.string(member.key).description + ": "
                member.value.write(to: &text, indent: indent, depth: depth + 1)
            }
            newLine(depth)
            text += "}"
        default: text += description
        }
    }
}
