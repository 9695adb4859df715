import SumiNN

extension ClassificationReport: CustomStringConvertible {
    /// The report as text, ending in a line feed.
    public var text: String {
        let names = classes.map(\.name)
        let width = ((names + ["weighted avg"]).map(\.unicodeScalars.count) + [digits]).max() ?? 0
        func line(_ name: String, _ fields: [String], _ last: String) -> String {
            padded(name, width) + " " + (fields + [last]).map { " " + padded($0, 9) }.joined() + "\n"
        }
        func line(_ row: ReportRow) -> String {
            line(row.name, row.figures.map { formatted($0, "%.\(digits)f") }, support(row.support))
        }
        var text = line("", ["precision", "recall", "f1-score"], "support") + "\n"
        text += classes.map(line).joined() + "\n"
        if accuracy == nil {
            text += line(microAverage)
        } else {
            let figure = formatted(microAverage.f1Score, "%.\(digits)f")
            text += line("accuracy", ["", "", figure], support(macroAverage.support))
        }
        return text + line(macroAverage) + line(weightedAverage)
    }

    public var description: String { text }

    private func support(_ value: Double) -> String {
        isCount ? formatted(value, "%.0f") : value.description
    }

    /// At the right of at least `width` characters.
    private func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.unicodeScalars.count)) + text
    }
}

extension ClassificationReport {
    /// What a name of the dictionary stands for.
    public enum Value: Hashable, Sendable {
        /// `accuracy`.
        case number(Double)
        /// `precision`, `recall`, `f1-score` and `support` of a class or an average.
        case figures([String: Double])
    }

    /// The report by name: classes, `accuracy` or `micro avg`, `macro avg`, `weighted avg`.
    public var dictionary: [String: Value] {
        var result: [String: Value] = [:]
        for row in classes + [macroAverage, weightedAverage] { result[row.name] = .figures(row.dictionary) }
        if let accuracy {
            result["accuracy"] = .number(accuracy)
        } else {
            result[microAverage.name] = .figures(microAverage.dictionary)
        }
        return result
    }

    /// The row of a class, or of an average, by its name.
    public subscript(name: String) -> ReportRow? {
        (classes + [microAverage, macroAverage, weightedAverage]).first { $0.name == name }
    }
}

extension ReportRow {
    fileprivate var dictionary: [String: Double] {
        ["precision": precision, "recall": recall, "f1-score": f1Score, "support": support]
    }
}
