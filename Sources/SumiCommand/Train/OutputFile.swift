import SumiArchive

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file that a run saves its model in, checked before training begins.
struct OutputFile {
    let path: String

    /// The endings that say in which of Keras' formats a model is saved.
    static let endings = [".keras", ".h5"]

    static func hasEnding(_ path: String) -> Bool {
        endings.contains { path.lowercased().hasSuffix($0) }
            && !path.lowercased().hasSuffix(".weights.h5")
    }

    /// - Parameter replaces: whether a file that is there is to be replaced.
    /// - Throws: ``ToolError`` where a file is there, or none can be made.
    init(path: String, replaces: Bool) throws(ToolError) {
        self.path = path
        var status = stat()
        if stat(path, &status) == 0 {
            if status.st_mode & S_IFMT == S_IFDIR {
                throw ToolError("\"\(path)\" is a folder: --output takes the name of a file")
            }
            guard replaces else {
                throw ToolError(
                    "the file \"\(path)\" is already there: give --output another name, --force to replace it, or "
                        + "--resume to go on with it")
            }
        }
        do { try AtomicFile.check(path) } catch { throw ToolError("the model cannot be saved: \(error)") }
    }

    /// `name.keras`, or the first of `name-2.keras`, `name-3.keras`, … that is not there.
    static func free(_ name: String) -> String {
        var number = 1
        while true {
            let path = name + (number == 1 ? "" : "-\(number)") + ".keras"
            if access(path, F_OK) != 0 { return path }
            number += 1
        }
    }

    /// The file of the best epoch beside `path`: `mnist-best.keras`.
    static func best(beside path: String) -> String {
        let end = path.lastIndex(of: ".") ?? path.endIndex
        return path[..<end] + "-best" + path[end...]
    }
}
