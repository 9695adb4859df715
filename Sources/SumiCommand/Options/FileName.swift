#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Names of files.
enum FileName {
    /// The last part of a path, without its ending: `digits` of `data/digits.csv.gz`.
    static func stem(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let stem =
            name.split(separator: ".", omittingEmptySubsequences: true).first.map(String.init) ?? name
        return stem.isEmpty ? "data" : stem
    }

    /// The path from the root, where the file is there.
    static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The path as a shell takes it.
    static func quoted(_ path: String) -> String {
        let plain = path.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+=:,@%".contains($0))
        }
        if plain, !path.isEmpty, !path.hasPrefix("-") { return path }
        return "'"
            + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
            + "'"
    }
}
