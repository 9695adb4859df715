/// The kinds of file that charts are written as.
public enum ChartFormat: String, CaseIterable, Hashable, Sendable {
    /// Pixels.
    case png
    /// Lines for web pages.
    case svg
    /// Lines for paper.
    case pdf

    /// The kind that a file's name asks for, by its ending.
    ///
    /// - Throws: ``ChartError`` for any other ending.
    public init(path: String) throws(ChartError) {
        let name = path.split(separator: "/").last ?? ""
        let ending = name.contains(".") ? name.split(separator: ".").last.map { $0.lowercased() } ?? "" : ""
        guard let format = ChartFormat(rawValue: ending) else {
            throw ChartError("\"\(path)\": charts are written as .png, .svg or .pdf")
        }
        self = format
    }
}
