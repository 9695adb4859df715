import Foundation
import Sumi
import SumiTestSupport
import Testing

/// Broken, hostile and unusual files: loaded or refused as `expectations.json` says, never a crash.
struct MalformedFileTests {
    private struct Expectation: Sendable, CustomTestStringConvertible {
        var file: String
        var verdict: String
        var testDescription: String { file }
    }

    private static let folder = FixtureFolder.current.url.appending(path: "malformed")

    private static let expectations: [Expectation] = {
        guard let data = try? Data(contentsOf: folder.appending(path: "expectations.json")),
            let list = try? JSON(parsing: [UInt8](data)).array
        else { return [] }
        return list.compactMap { item in
            guard let file = item["file"]?.string, let verdict = item["verdict"]?.string else { return nil }
            return Expectation(file: file, verdict: verdict)
        }
    }()

    @Test("every malformed file is loaded or refused as it should be", arguments: expectations)
    private func everyFile(_ expectation: Expectation) throws {
        let path = Self.folder.appending(path: expectation.file).path
        let base =
            expectation.file.hasPrefix("graph_") || expectation.file.hasPrefix("functional") ? "functional" : "tiny"
        guard let fixture = try Fixture(contentsOf: Self.folder.appending(path: "\(base).safetensors")) else {
            throw FixtureError("there is no \(base).safetensors")
        }
        do {
            let model = try load(path)
            let y = try model.predict(try fixture.tensor("x"), verbose: 0)
            #expect(expectation.verdict != "refuse", "\(expectation.file) is loaded and should be refused")
            if expectation.verdict == "load" {
                let difference = try FixtureTolerances.own().mismatch(y, "y", in: fixture, group: "models")
                #expect(difference == nil, "\(expectation.file): \(difference ?? "")")
            }
        } catch let error as ModelError {
            #expect(
                expectation.verdict == "refuse" || expectation.verdict == "either",
                "\(expectation.file) should load: \(error)")
            // One line that names the file and says something.
            #expect(error.description.contains(expectation.file))
            #expect(!error.description.contains("\n") && error.description.count < 1000, "\(error)")
            if ProcessInfo.processInfo.environment["SUMI_SHOW_ERRORS"] != nil { print(error) }
        }
    }

    /// Weights alone go into the model that they are for.
    private func load(_ path: String) throws -> Model {
        guard path.hasSuffix(".weights.h5") else { return try Model.load(path) }
        let model = try Model.load(Self.folder.appending(path: "tiny.keras").path)
        try model.setWeights(try model.getWeights().map { try Tensor.zeros($0.shape) })
        try model.loadWeights(path)
        return model
    }
}
