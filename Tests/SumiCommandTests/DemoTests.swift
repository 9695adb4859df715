import Foundation
import Testing

@Suite("sumi demo", .serialized)
struct DemoTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func demo(_ options: String..., data: String? = nil) throws -> Tool {
        try Tool.run("sumi", ["demo", "--epochs", "1"] + options, data: data, folder: folder.path)
    }

    private func check(_ run: Tool, _ data: String) throws {
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.output.hasPrefix("Data: \(data)\nTest loss: "), "\(run.output)")
        #expect(run.output.contains(/Test accuracy: \d\.\d{4}\n/))
        #expect(run.output.contains("▀") && run.output.contains("reads "))
        let commands = run.output.split(separator: "\n").filter { $0.hasPrefix("  sumi ") }
        #expect(commands.count == 3)
        // The first is to be tried as it stands.
        let words = try #require(commands.first).split(separator: " ").dropFirst().map(String.init)
        let tried = try Tool.run("sumi", words, folder: folder.path)
        #expect(tried.status == 0 && tried.error.isEmpty && tried.output.contains(" %"), "\(tried.error)")
    }

    @Test("with MNIST on the machine it trains on that, twice in a row, and replaces its own folder only")
    func mnist() throws {
        let data = try TemporaryFolder()
        try GeneratedImages.write(to: data)
        for _ in 0..<2 {
            try check(try demo(data: data.path), "MNIST")
            #expect(folder.names == ["sumi-demo"])
        }
        try folder.write([1], to: "mine/x")
        let run = try demo("--output", "mine", data: data.path)
        #expect(run.exited && run.status == 1 && run.error.contains("mine holds other files"), "\(run.error)")
        #expect(try folder.text("mine/x") == "\u{1}")
    }

    @Test("handwriting that it draws itself is enough")
    func handwriting() throws {
        try check(try demo("--data", "handwriting", "--limit", "1000"), "handwriting")
    }

    @Test("without MNIST and without a network it says so and draws")
    func offline() throws {
        let run = try Tool.run(
            "sumi", ["demo", "--epochs", "1", "--limit", "100"],
            environment: ["https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"], folder: folder.path
        )
        try check(run, "handwriting")
        #expect(run.error.contains("MNIST is not on this machine"), "\(run.error)")
        #expect(run.error.contains("cannot be fetched now"), "\(run.error)")
    }

    @Test("a damaged MNIST is told, not passed over")
    func damaged() throws {
        let data = try TemporaryFolder()
        try GeneratedImages.write(to: data)
        try data.write([0, 0, 8, 3, 0, 0, 0, 9], to: "mnist/train-images-idx3-ubyte")
        let run = try demo(data: data.path)
        #expect(run.exited && run.status == 1 && run.output.isEmpty)
        #expect(run.error.hasPrefix("sumi: ") && run.error.contains("train-images-idx3-ubyte"), "\(run.error)")
    }
}
