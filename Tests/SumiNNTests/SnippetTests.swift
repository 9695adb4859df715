import Foundation
import Testing

/// The examples of own layers, losses, metrics and training steps, as they stand in the documentation: each checks its
/// own result.
struct SnippetTests {
    /// Where the build has put the programs: beside the tests.
    private static let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

    @Test(
        "an example does what it says",
        arguments: [
            ("OwnLayer", "amplitudes:"), ("OwnLoss", "values lie below"), ("OwnMetric", "close: "),
            ("OwnTrainingStep", "names: accuracy, clean_loss, loss"),
            ("OwnImages", "108 to train, 12 to test: [\"dots\", \"stripes\"]\naccuracy: "),
            ("Server", "64 of 64 requests were answered alike"),
        ])
    func run(name: String, expected: String) throws {
        let process = Process()
        process.executableURL = Self.folder.appending(path: name)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(text.contains(expected))
    }
}
