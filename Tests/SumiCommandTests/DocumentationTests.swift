import Foundation
import Testing

@Suite("Documents")
struct DocumentationTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: root.appendingPathComponent(path)), as: UTF8.self)
    }

    private static func snippets() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("Snippets").path)
            .filter { $0.hasSuffix(".swift") }.sorted()
    }

    /// The fenced blocks of `language` in a Markdown text, without their fences.
    private static func blocks(_ language: String, in text: String) -> [String] {
        var blocks: [String] = []
        var block: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let lines = block {
                if line == "```" {
                    blocks.append(lines.joined(separator: "\n") + "\n")
                    block = nil
                } else {
                    block = lines + [line]
                }
            } else if line == "```\(language)" {
                block = []
            }
        }
        return blocks
    }

    @Test(
        "every Swift block is a compiled snippet, word for word, or a part of Package.swift",
        arguments: ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
    func blocksAreSnippets(_ document: String) throws {
        let sources = try Self.snippets().map { try Self.text("Snippets/\($0)") }
        for block in Self.blocks("swift", in: try Self.text(document)) where !block.contains(".package(") {
            #expect(sources.contains { $0.contains(block) }, "\(document) shows code that no snippet holds:\n\(block)")
        }
    }

    @Test("the README shows how to begin")
    func begin() throws {
        let readme = try Self.text("README.md")
        #expect(readme.contains("make run") && readme.contains("make test"))
        let snippet = try Self.text("Snippets/GettingStarted.swift")
        #expect(Self.blocks("swift", in: readme).contains(snippet))
    }

    @Test("what the README shows of a package manifest is how the package outside of Sumi does it")
    func manifest() throws {
        #expect(try Self.text("README.md").contains(".product(name: \"Sumi\", package: \"sumi\")"))
        #expect(try Self.text("Tests/Consumer/Package.swift").contains(".product(name: \"Sumi\", package: \"sumi\")"))
    }

    @Test("the README's example runs as it stands")
    func gettingStarted() throws {
        let data = try TemporaryFolder()
        try GeneratedImages.write(to: data, training: 100, test: 20)
        let run = try Tool.run("GettingStarted", data: data.path)
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.output.contains("Test accuracy:") && run.output.contains("The first five digits:"))
    }

    @Test(
        "files that a document links to are there", arguments: ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
    func links(_ document: String) throws {
        let folder = Self.root.appendingPathComponent(document).deletingLastPathComponent()
        for match in try Self.text(document).matches(of: /\]\((?<target>[^)#:]+)\)/) {
            let file = folder.appendingPathComponent(String(match.target))
            #expect(FileManager.default.fileExists(atPath: file.path), "\(document) links to \(match.target)")
        }
    }
}
