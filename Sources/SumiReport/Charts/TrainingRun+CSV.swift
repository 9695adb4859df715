extension TrainingRun {
    /// A run from the text of a file that `CSVLogger` wrote, ours or Keras': a line of names, then a line for each epoch.
    ///
    /// - Throws: ``ChartError`` with the line that cannot be read.
    public init(csv text: String, name: String = "") throws(ChartError) {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.enumerated()
            .filter { !$0.element.allSatisfy(\.isWhitespace) }
        guard let header = lines.first else { throw ChartError("\(name): the history is empty") }
        let separator: Character = header.element.contains(",") ? "," : header.element.contains(";") ? ";" : "\t"
        let names = Self.fields(header.element, separator)
        guard names.count > 1, names.allSatisfy({ Double($0) == nil }) else {
            throw ChartError("\(name): line 1 is no list of names such as `epoch,accuracy,loss`")
        }
        var columns = [[Double]](repeating: [], count: names.count)
        for (index, line) in lines.dropFirst() {
            let fields = Self.fields(line, separator)
            guard fields.count == names.count else {
                throw ChartError("\(name): line \(index + 1) has \(fields.count) fields, the first \(names.count)")
            }
            for (column, field) in fields.enumerated() {
                guard let value = Self.number(field) else {
                    throw ChartError("\(name): line \(index + 1): \"\(field)\" is no number")
                }
                columns[column].append(value)
            }
        }
        guard !columns[0].isEmpty else { throw ChartError("\(name): the history has no epochs") }
        let epochColumn = names.firstIndex(of: "epoch")
        let epochs = epochColumn.map { columns[$0].map { Int(exactly: $0.rounded()) ?? 0 } }
        let logs = names.indices.filter { $0 != epochColumn && columns[$0].contains { !$0.isNaN } }
            .map { Log(name: names[$0], values: columns[$0]) }
        self.init(name: name, epochs: epochs ?? Array(columns[0].indices), logs: logs)
    }

    /// `NA` and an empty field are missing values.
    private static func number(_ field: String) -> Double? {
        let text = field.trimmingSpaces()
        return text == "NA" || text.isEmpty ? .nan : Double(text)
    }

    private static func fields(_ line: Substring, _ separator: Character) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == separator, !isQuoted {
                fields.append("")
            } else {
                fields[fields.count - 1].append(character)
            }
        }
        return fields.map { $0.trimmingSpaces() }
    }
}

extension String {
    fileprivate func trimmingSpaces() -> String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
