#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where data sets are looked for: `SUMI_DATA`, then what Keras has stored, then the user's cache.
package struct DataFolders: Sendable {
    /// The folders in which a set's own folder may lie, in the order they are searched.
    package var roots: [String]
    /// The user's cache, where downloads are kept; `nil` where the environment names none.
    package let cache: String?
    /// Whether `SUMI_DATA` is one of them.
    private var hasOwn: Bool

    /// - Parameter environment: a variable's value by its name; by default the process's own.
    package init(environment: (String) -> String? = DataFolders.variable) {
        func folder(_ name: String, _ path: String = "") -> String? {
            environment(name).flatMap { $0.isEmpty ? nil : $0 + path }
        }
        let own = folder("SUMI_DATA")
        cache = folder("XDG_CACHE_HOME", "/sumi") ?? folder("HOME", "/.cache/sumi")
        hasOwn = own != nil
        roots = [own, folder("HOME", "/.keras/datasets"), cache].compactMap { $0 }
    }

    /// What to do about a set that is in none of the folders.
    ///
    /// - Parameters:
    ///   - folder: the name of the set's own folder.
    ///   - command: what the set is called on the command line.
    ///   - symbol: what it is called in code.
    package func advice(_ folder: String, command: String, symbol: String) -> String {
        "`sumi data fetch \(command)` fetches it, or in code `import SumiDownload` and `try await \(symbol).download()`. "
            + (hasOwn
                ? "Or put its files into \(roots[0])/\(folder), or set SUMI_DATA to the folder that holds \(folder)."
                : "Or set SUMI_DATA to a folder that holds \(folder) with its files.")
    }

    package static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
