#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file that `--history` names, held from before training begins: nothing that is there is overwritten.
struct HistoryFile {
    let path: String

    /// Makes the file. One that is there and empty will do, such as an interrupted run leaves behind.
    ///
    /// - Parameter goesOn: whether it is the file of a training that is gone on with, which may hold something.
    /// - Throws: ``ToolError`` where it holds something or cannot be made.
    init(path: String, goesOn: Bool = false) throws(ToolError) {
        self.path = path
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard file >= 0 else {
            throw ToolError(
                "the history file \"\(path)\" cannot be written: \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_size == 0 || goesOn else {
            throw ToolError(
                "the history file \"\(path)\" is already there: remove it, or give --history another name")
        }
    }

    /// Takes the file at `path` away again where nothing was written to it.
    static func removeIfEmpty(_ path: String) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 {
            unlink(path)
        }
    }
}
