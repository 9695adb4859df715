import Foundation
import SumiJSON

/// A folder of recorded cases.
public struct FixtureFolder: Sendable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    /// The project's own copy, `Tests/Fixtures`.
    public static let own = FixtureFolder(
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures"))

    /// What the suite runs: the folder that `SUMI_FIXTURES` names, else the project's own copy.
    public static var current: FixtureFolder {
        guard let path = ProcessInfo.processInfo.environment["SUMI_FIXTURES"], !path.isEmpty else { return own }
        return FixtureFolder(URL(filePath: path))
    }

    /// The files below that may hold a case, in the order of their paths.
    public func files() throws -> [URL] {
        guard
            let walk = FileManager.default.enumerator(
                at: url.resolvingSymlinksInPath(), includingPropertiesForKeys: nil)
        else {
            throw FixtureError("there is no folder \(url.path)")
        }
        return walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "safetensors" }
            .sorted { $0.path < $1.path }
    }

    /// The cases below; families whose name is not in `families` are left out, where it is given.
    public func fixtures(of families: Set<String>? = nil) throws -> [Fixture] {
        try files().compactMap { try Fixture(contentsOf: $0) }
            .filter { families?.contains($0.family) ?? true }
    }
}
