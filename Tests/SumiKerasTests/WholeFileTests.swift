import Foundation
import Sumi
import SumiTestSupport
import Testing

/// Files are whole at any moment.
struct WholeFileTests {
    @Test("killing the program that saves leaves the old file or the new one, whole", arguments: ["keras", "h5"])
    func killed(ending: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.\(ending)")
        var generator = SystemRandomNumberGenerator()
        for round in 0..<25 {
            let moment = Double.random(in: 0...0.03, using: &generator)
            try saveUntilKilled(path, after: moment)
            let model = try Model.load(path)
            let values = Set(try model.getWeights().flatMap(\.doubles))
            #expect(values.count == 1, "round \(round), after \(moment) s")
            #expect(values.first == model.notes.training?["round"]?.double, "round \(round), after \(moment) s")
        }
        try Model.load(path).save(path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model.\(ending)"])
    }

    /// Starts the program that saves, waits for its first file, and kills it `moment` seconds later.
    private func saveUntilKilled(_ path: String, after moment: Double) throws {
        let process = Process()
        process.executableURL = Bundle.main.bundleURL.appending(path: "SavingProgram")
        process.arguments = [path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        _ = output.fileHandleForReading.availableData
        Thread.sleep(forTimeInterval: moment)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
    }
}
