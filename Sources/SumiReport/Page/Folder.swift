#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Making folders.
enum Folder {
    /// Makes a folder with those around it; one that is there is left as it is.
    static func make(_ folder: String) throws(ChartError) {
        var path = folder.hasPrefix("/") ? "/" : ""
        for part in folder.split(separator: "/") {
            path += (path.isEmpty || path == "/" ? "" : "/") + part
            if mkdir(path, 0o777) != 0, errno != EEXIST {
                throw ChartError("the folder \"\(path)\" cannot be made: \(String(cString: strerror(errno)))")
            }
        }
    }
}
