import Foundation

/// The folder that the demo leaves its results in. It is told by a file of its own, so that no other folder is ever
/// emptied.
struct DemoFolder {
    private let folder: String
    private static let marker = ".made-by-sumi-demo"

    /// - Throws: ``ToolError``, before anything is trained, where something else is there or nothing can be written.
    init(_ folder: String) throws {
        self.folder = folder
        let files = FileManager.default
        if let there = try? files.contentsOfDirectory(atPath: folder) {
            guard there.isEmpty || there.contains(Self.marker) else {
                throw ToolError("\(folder) holds other files: name another folder with --output")
            }
        } else if files.fileExists(atPath: folder) {
            throw ToolError("\(folder) is a file: name another folder with --output")
        }
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data().write(to: URL(fileURLWithPath: path(Self.marker)))
        } catch {
            throw ToolError("\(folder) cannot be written: \(error.localizedDescription)")
        }
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Takes away what an earlier run left.
    func replace() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name != Self.marker {
            try FileManager.default.removeItem(atPath: path(name))
        }
    }
}
