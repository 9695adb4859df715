#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Folders of the file system.
package enum Directory {
    /// Whether `path` is a folder, or a link to one.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The folder that `path` lies in, as far as its text tells.
    package static func containing(_ path: String) -> String {
        let end = path.lastIndex(of: "/")
        return end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// The names in the folder at `path` that are wanted, sorted byte by byte; without a condition those that do not begin with
    /// a point.
    ///
    /// - Throws: ``ArchiveError`` where the folder cannot be read.
    package static func names(
        _ path: String, where isWanted: (String) -> Bool = { !$0.hasPrefix(".") }
    ) throws -> [String] {
        guard let folder = opendir(path) else {
            throw ArchiveError("\(path): cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
                start.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: start.pointee)) {
                    String(cString: $0)
                }
            }
            if isWanted(name) { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Makes the folder at `path` and those above it, where they are not there.
    ///
    /// - Throws: ``ArchiveError`` where that is not possible.
    package static func create(_ path: String) throws {
        if exists(path) { return }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try create(String(path[..<slash])) }
        guard mkdir(path, 0o755) == 0 || exists(path) else {
            throw ArchiveError("\(path): the folder cannot be made: \(String(cString: strerror(errno)))")
        }
    }

    /// Removes what lies at `path`, a folder with all that is in it. Links are removed, not followed.
    ///
    /// - Throws: ``ArchiveError`` where something cannot be removed.
    package static func remove(_ path: String) throws {
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            for name in try names(path, where: { $0 != "." && $0 != ".." }) { try remove("\(path)/\(name)") }
            if rmdir(path) == 0 { return }
        } else if unlink(path) == 0 {
            return
        }
        throw ArchiveError("\(path): cannot be removed: \(String(cString: strerror(errno)))")
    }
}
