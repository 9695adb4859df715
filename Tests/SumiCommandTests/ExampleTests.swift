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
        try Self.checkLength(name)
        let data = try TemporaryFolder()
        if let folder { try GeneratedImages.write(to: data, name: folder, training: 100, test: 20) }
        let run = try Tool.run("Example\(name)", ["100"], data: data.path)
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.output.contains(expected), "\(run.output)")
    }

    @Test("the example on CIFAR-10 runs to its end, and is short")
    func photographs() throws {
        try Self.checkLength("CIFAR10")
        let data = try TemporaryFolder()
        try GeneratedImages.writeCIFAR10(to: data)
        let run = try Tool.run("ExampleCIFAR10", ["40"], data: data.path)
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.output.contains("Test accuracy:") && run.output.contains("Predicted label"), "\(run.output)")
    }

    @Test("the example on a file of Keras tests it, trains it further, and saves what loads again")
    func loadFromKeras() throws {
        try Self.checkLength("LoadFromKeras")
        let trained = try SmallModel.shared.get()
        let folder = try TemporaryFolder()
        let run = try Tool.run(
            "ExampleLoadFromKeras", [trained.plain, "100"], data: trained.data, folder: folder.path)
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.output.contains("Test accuracy as loaded:") && run.output.contains("Saved as further.keras"))
        let summary = try Tool.sumi("summary", folder.path("further.keras"))
        #expect(summary.output.contains("decide (Dense)"), "\(summary.error)")
        let without = try Tool.run("ExampleLoadFromKeras")
        #expect(without.status == 64 && without.output.contains("digits.keras"))
    }

    private static func checkLength(_ name: String) throws {
        let source = try Document(path: "Examples/\(name)/main.swift").text()
        #expect(source.split(separator: "\n", omittingEmptySubsequences: false).count < 100)
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
