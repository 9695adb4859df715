import Foundation
import Testing

@Suite("Documents")
struct DocumentationTests {
    private static func text(_ path: String) throws -> String { try Document(path: path).text() }

    private static let snippets =
        FileManager.default
        .subpaths(atPath: Document.root.appendingPathComponent("Snippets").path)?
        .filter { $0.hasSuffix(".swift") }.sorted() ?? []

    @Test("every Swift block is a compiled snippet, word for word, or a part of Package.swift", arguments: Document.all)
    func blocksAreSnippets(_ document: Document) throws {
        let sources = try Self.snippets.map { try Self.text("Snippets/\($0)") }
        let blocks = try document.blocks().filter { $0.language == "swift" && !$0.text.contains(".package(") }
        for block in blocks {
            #expect(
                sources.contains { ("\n" + $0).contains("\n" + block.text) },
                "\(document.path) shows code that no snippet holds:\n\(block.text)")
        }
    }

    @Test("the README shows how to begin")
    func begin() throws {
        let readme = Document(path: "README.md")
        let text = try readme.text()
        #expect(text.contains("make run") && text.contains("make test"))
        let snippet = try Self.text("Snippets/GettingStarted.swift")
        #expect(try readme.blocks().contains(Document.Block(info: "swift", text: snippet)))
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

    @Test("files that a document links to are there", arguments: Document.all)
    func links(_ document: Document) throws {
        let folder = document.url.deletingLastPathComponent()
        for match in try document.text().matches(of: /\]\((?<target>[^)#:]+)\)/) {
            let file = folder.appendingPathComponent(String(match.target))
            #expect(FileManager.default.fileExists(atPath: file.path), "\(document.path) links to \(match.target)")
        }
    }

    @Test("a document and its translation show the same code, and the same words of programs")
    func translations() throws {
        let translated = Document.all.filter { $0.path.hasSuffix(".zh-CN.md") }
        #expect(!translated.isEmpty)
        for translation in translated {
            let original = Document(path: translation.path.replacingOccurrences(of: ".zh-CN.md", with: ".md"))
            #expect(try translation.blocks() == original.blocks(), "\(translation.path) and \(original.path)")
        }
        let chapters = Document.all.filter { $0.path.hasPrefix("docs/tutorial/") }
        #expect(chapters.count == 2 * chapters.count { $0.path.hasSuffix(".zh-CN.md") }, "a chapter has no translation")
    }
}
