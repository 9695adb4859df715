#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where progress and summaries are printed, and what it can show.
package struct Console: Sendable {
    package var write: @Sendable (String) -> Void
    /// Whether a line can be drawn over again.
    package var isTerminal: Bool
    package var usesColors: Bool
    package var columns: Int
    package var rows: Int

    package init(
        isTerminal: Bool, usesColors: Bool? = nil, columns: Int = 80, rows: Int = 24,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.write = write
        self.isTerminal = isTerminal
        self.usesColors = usesColors ?? isTerminal
        self.columns = columns
        self.rows = rows
    }

    /// The process's standard output. Colours follow `NO_COLOR` (https://no-color.org) and `TERM=dumb`.
    package static let standardOutput = Console(file: STDOUT_FILENO)

    /// The process's standard error: where programs show progress whose standard output is for results.
    package static let standardError = Console(file: STDERR_FILENO)

    private init(file: Int32) {
        let isTerminal = isatty(file) == 1 && Self.environment("TERM") != "dumb"
        let hasColors = isTerminal && (Self.environment("NO_COLOR") ?? "").isEmpty
        let size = Self.terminalSize(file)
        self.init(isTerminal: isTerminal, usesColors: hasColors, columns: size.columns, rows: size.rows) { text in
            // What was printed before comes first. Of all streams: the name `stdout` is a mutable global, which Swift
            // rightly refuses.
            fflush(nil)
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                bytes = bytes.dropFirst(count)
            }
        }
    }

    /// Prints a line to standard error.
    package static func warn(_ message: String) { standardError.write("warning: \(message)\n") }

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// `COLUMNS` and `LINES` first, then what the terminal says, else 80 and 24, as Python does.
    private static func terminalSize(_ file: Int32) -> (columns: Int, rows: Int) {
        var size = winsize()
        if ioctl(file, UInt(TIOCGWINSZ), &size) != 0 { size = winsize() }
        func number(_ name: String, _ told: UInt16, _ usual: Int) -> Int {
            if let number = environment(name).flatMap({ Int($0) }), number > 0 { return number }
            return told > 0 ? Int(told) : usual
        }
        return (number("COLUMNS", size.ws_col, 80), number("LINES", size.ws_row, 24))
    }
}

/// The system call, whose name is taken by a property inside ``Console``.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}

/// A number as C's `printf` writes it: `%.4f`, `%.4e`, `%.0f`, `%d`.
package func formatted(_ value: Double, _ format: String) -> String {
    // C may print a sign before it.
    if value.isNaN { return "nan" }
    var buffer = [CChar](repeating: 0, count: 400)
    let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    return String(decoding: buffer.prefix(max(0, min(Int(count), buffer.count - 1))).map(UInt8.init), as: UTF8.self)
}
