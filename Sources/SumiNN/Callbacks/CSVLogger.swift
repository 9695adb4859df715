#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

import SumiJSON

/// Writes every epoch's logs as a line of a CSV file: the epoch, counted from 0, then the values by name, `NA` for
/// what is missing.
///
/// As in Keras 3.15 the columns are fixed by the first epoch; where it has no validation, columns for it are there all
/// the same. Lines end in a line feed. Where `fit` goes on with a training that was stopped, the file is cut back to what
/// it was then.
public final class CSVLogger: Resumable {
    private let filename: String
    private let separator: String
    private let appends: Bool
    private var writesHeader = true
    private var columns: [String]?
    private var file: UnsafeMutablePointer<FILE>?
    /// How long the file is.
    private var length = 0

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
        // Else the file is opened with what is kept of it.
        if !model.training.isResuming { try begin() }
    }

    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) throws {
        // A training may go on with a logger that it did not have before.
        if file == nil { try begin() }
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

    // MARK: Going on

    public func resumeState() -> ResumeState {
        ResumeState([
            "length": .integer(length), "header": .bool(writesHeader),
            "columns": columns.map { .array($0.map { .string($0) }) } ?? .null,
        ])
    }

    /// - Throws: ``ModelError`` where the file is not there, or is shorter than it was.
    public func resume(from state: ResumeState, model: Model) throws {
        close()
        length = max(state["length"]?.integer ?? 0, 0)
        writesHeader = state["header"]?.bool ?? true
        columns = state["columns"]?.array?.compactMap(\.string)
        if length == 0, !exists {
            try begin()
            return
        }
        guard let opened = fopen(filename, "r+") else { throw fault(String(cString: strerror(errno))) }
        guard fseeko(opened, 0, SEEK_END) == 0, ftello(opened) >= length else {
            fclose(opened)
            throw ModelError(
                "the log \"\(filename)\" is shorter than it was when training was stopped (\(length) bytes): something "
                    + "else has written to it")
        }
        file = opened
        guard ftruncate(fileno(opened), off_t(length)) == 0, fseeko(opened, 0, SEEK_END) == 0 else {
            throw fault(String(cString: strerror(errno)))
        }
    }

    // MARK: The file

    private func begin() throws {
        writesHeader = !(appends && hasContent())
        guard let opened = fopen(filename, appends ? "a" : "w") else { throw fault(String(cString: strerror(errno))) }
        file = opened
        length = fseeko(opened, 0, SEEK_END) == 0 ? max(Int(ftello(opened)), 0) : 0
    }

    private func write(_ fields: [String]) throws {
        guard let file else { return }
        let line = fields.map(quoted).joined(separator: separator) + "\n"
        guard fputs(line, file) >= 0, fflush(file) == 0 else { throw fault(String(cString: strerror(errno))) }
        length += line.utf8.count
    }

    private func fault(_ reason: String) -> ModelError {
        ModelError("the log \"\(filename)\" cannot be written: \(reason)")
    }

    private func quoted(_ field: String) -> String {
        guard field.contains(separator) || field.contains("\"") || field.contains("\n") else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private var exists: Bool { access(filename, F_OK) == 0 }

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
