import Sumi

/// A data set as a command is given it: a name, or a path.
enum DatasetChoice {
    /// `'mnist', 'fashion-mnist', 'cifar10' or 'handwriting'`.
    static var names: String {
        let names = NamedDataset.allCases.map { "'\($0.rawValue)'" }
        return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }

    /// Whether it may be a data set: a name, or something that looks like a path or is one.
    static func isPlausible(_ text: String) -> Bool {
        NamedDataset(rawValue: text) != nil || text.contains("/") || text.contains(".")
            || FileName.exists(text)
    }

    /// The name, or the path from the root.
    static func absolute(_ text: String) -> String {
        NamedDataset(rawValue: text) == nil ? FileName.absolute(text) : text
    }

    /// What files are named after.
    static func shortName(_ text: String) -> String {
        NamedDataset(rawValue: text) == nil ? FileName.stem(FileName.absolute(text)) : text
    }
}
