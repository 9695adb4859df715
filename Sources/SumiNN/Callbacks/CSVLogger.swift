#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes every epoch's logs as a line of a CSV file: the epoch, counted from 0, then the values by name, `NA` for
/// what is missing.
///
/// As in Keras 3.15 the columns are fixed by the first epoch; where it has no validation, columns for it are there all
/// the same. Lines end in a line feed.
public final class CSVLogger: Callback {
    private let filename: String
    private let separator: String
    private let appends: Bool
    private var writesHeader = true
    private var columns: [String]?
    private var file: UnsafeMutablePointer<FILE>?

    /// - Parameter append: whether to go on with a file that is there; else it is replaced.
    public init(_ filename: String, separator: String = ",", append: Bool = false) {
        self.filename = filename
        self.separator = separator
        self.appends = append
    }

    deinit { close() }

    public func onTrainBegin(logs: Logs, model: Model) throws {
        close()
        columns = nil
        writesHeader = !(appends && hasContent())
        guard let opened = fopen(filename, appends ? "a" : "w") else {
            throw ModelError("the log \"\(filename)\" cannot be written: \(String(cString: strerror(errno)))")
        }
        file = opened
    }

    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) throws {
        let isFirst = columns == nil
        let columns = columns ?? Self.columns(for: logs.names)
        self.columns = columns
        if isFirst, writesHeader { try write(["epoch"] + columns) }
        try write(["\(epoch)"] + columns.map { name in logs[name].map { $0.isNaN ? "nan" : "\($0)" } ?? "NA" })
    }

    public func onTrainEnd(logs: Logs, model: Model) { close() }

    private static func columns(for names: [String]) -> [String] {
        let sorted = names.sorted()
        return sorted.contains { $0.hasPrefix("val_") } ? sorted : sorted + sorted.map { "val_\($0)" }
    }

    private func write(_ fields: [String]) throws {
        guard let file else { return }
        let line = fields.map(quoted).joined(separator: separator) + "\n"
        guard fputs(line, file) >= 0, fflush(file) == 0 else {
            throw ModelError("the log \"\(filename)\" cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    private func quoted(_ field: String) -> String {
        guard field.contains(separator) || field.contains("\"") || field.contains("\n") else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private func hasContent() -> Bool {
        guard let file = fopen(filename, "r") else { return false }
        defer { fclose(file) }
        return fgetc(file) != EOF
    }

    private func close() {
        if let file { fclose(file) }
        file = nil
    }
}
