import SumiNN

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Folders for files that are to be written.
enum Folder {
    /// Makes the folders on the way to the file at `path`.
    static func make(around path: String) throws {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true).dropLast()
        var folder = path.hasPrefix("/") ? "" : "."
        for part in parts {
            folder += "/\(part)"
            guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
                throw ModelError(place: folder, "the folder cannot be made: \(String(cString: strerror(errno)))")
            }
        }
    }
}
