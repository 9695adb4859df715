import Foundation
import Testing

/// The programs in `Examples`, on few images.
@Suite("Examples")
struct ExampleTests {
    @Test(
        "an example runs to its end, and is short",
        arguments: [
            ("MNIST", "mnist", "Test accuracy:"), ("FashionMNIST", "fashion-mnist", "weighted avg"),
            ("OwnLayer", nil, "squeeze_and_excitation"), ("ResidualNetwork", "fashion-mnist", "Test accuracy:"),
        ] as [(String, String?, String)])
    func run(_ name: String, folder: String?, expected: String) throws {
        let source = try Document(path: "Examples/\(name)/main.swift").text()
        #expect(source.split(separator: "\n", omittingEmptySubsequences: false).count < 100)
        let data = try TemporaryFolder()
        if let folder { try GeneratedImages.write(to: data, name: folder, training: 100, test: 20) }
        let run = try Tool.run("Example\(name)", ["100"], data: data.path)
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.output.contains(expected), "\(run.output)")
    }

    @Test("an example without its data says what is missing")
    func missing() throws {
        let run = try Tool.run("ExampleMNIST")
        #expect(run.status != 0)
        #expect((run.error + run.output).contains("MNIST was not found"))
    }

    @Test("the list of examples names each of them")
    func list() throws {
        let text = try Document(path: "Examples/README.md").text()
        let folder = Document.root.appendingPathComponent("Examples").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasSuffix(".md") }
        for name in names { #expect(text.contains("](\(name)/main.swift)"), "Examples/README.md lacks \(name)") }
    }
}
