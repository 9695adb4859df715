import Foundation
import SumiArchive
import Testing

struct AtomicFileTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sumi-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test(
        "what a killed process left is removed when the same name is written, and nothing else", arguments: ["a", ".a"])
    func leftovers(name: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let others = ["\(name).backup", "\(name).sumi-12345", "\(name).sumi-1234567", "b.sumi-abcdef"]
        for other in others + ["\(name).sumi-abcdef", "\(name).sumi-XYZ123"] {
            try Data("x".utf8).write(to: folder.appendingPathComponent(other))
        }
        try AtomicFile.write([[1, 2], [3]], to: path(name))
        #expect(try names == ([name] + others).sorted())
        #expect(try Data(contentsOf: folder.appendingPathComponent(name)) == Data([1, 2, 3]))
    }

    @Test("what another process is writing is let alone")
    func living() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let living = path("a.sumi-abcdef")
        let descriptor = open(living, O_CREAT | O_RDWR, 0o600)
        flock(descriptor, LOCK_EX)
        try AtomicFile.write([[1]], to: path("a"))
        #expect(try names == ["a", "a.sumi-abcdef"])
        close(descriptor)
        try AtomicFile.write([[2]], to: path("a"))
        #expect(try names == ["a"])
    }

    @Test("what cannot be written is told with its path, and leaves nothing behind")
    func impossible() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let missing = path("no/such")
        for attempt in [{ try AtomicFile.check(missing) }, { try AtomicFile.write([[1]], to: missing) }] {
            let error = #expect(throws: ArchiveError.self) { try attempt() }
            #expect(error?.description.contains(missing) == true)
        }
        // A folder cannot be replaced by a file.
        try FileManager.default.createDirectory(atPath: path("folder"), withIntermediateDirectories: true)
        #expect(throws: ArchiveError.self) { try AtomicFile.write([[1]], to: path("folder")) }
        try AtomicFile.check(path("new"))
        #expect(try names == ["folder"])
    }
}
