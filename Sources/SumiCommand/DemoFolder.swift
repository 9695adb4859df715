import SumiArchive

/// The folder that the demo leaves its results in. It is told by a file of its own, so that no other folder is ever
/// emptied.
struct DemoFolder {
    private let folder: String
    private static let marker = ".made-by-sumi-demo"

    /// - Throws: an error, before anything is trained, where something else is there or nothing can be written.
    init(_ folder: String) throws {
        self.folder = folder
        if let there = try? Directory.names(folder, where: Self.isContent) {
            guard there.isEmpty || there.contains(Self.marker) else {
                throw ToolError("\(folder) holds other files: name another folder with --output")
            }
        } else if FileName.exists(folder) {
            throw ToolError("\(folder) is a file: name another folder with --output")
        }
        try Directory.create(folder)
        try AtomicFile.write([[UInt8]()], to: path(Self.marker))
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Takes away what an earlier run left.
    func replace() throws {
        for name in try Directory.names(folder, where: Self.isContent) where name != Self.marker {
            try Directory.remove(path(name))
        }
    }

    private static func isContent(_ name: String) -> Bool { name != "." && name != ".." }
}
