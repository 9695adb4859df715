import Foundation
import Sumi
import Testing

/// The file that `CSVLogger` writes.
struct CSVLoggerTests {
    private func write(_ epochs: [[(String, Double)]], append: Bool = false, to file: URL) throws -> String {
        let model = try CallbackRuleTests.model()
        let logger = CSVLogger(file.path, append: append)
        try logger.onTrainBegin(logs: Logs(), model: model)
        for (epoch, values) in epochs.enumerated() {
            try logger.onEpochEnd(epoch, logs: Logs(values.map { (name: $0.0, value: $0.1) }), model: model)
        }
        logger.onTrainEnd(logs: Logs(), model: model)
        return try String(contentsOf: file, encoding: .utf8)
    }

    private func file() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "sumi-\(UUID().uuidString).csv")
    }

    @Test("the epoch, then the names in order; validation has columns even where there is none")
    func columns() throws {
        let file = file()
        defer { try? FileManager.default.removeItem(at: file) }
        let text = try write([[("loss", 0.5), ("accuracy", 0.25)], [("loss", 0.125), ("accuracy", 1e-5)]], to: file)
        #expect(text == "epoch,accuracy,loss,val_accuracy,val_loss\n0,0.25,0.5,NA,NA\n1,1e-05,0.125,NA,NA\n")
        let more = try write([[("loss", .nan), ("accuracy", 1)]], append: true, to: file)
        #expect(more == text + "0,1.0,nan,NA,NA\n")
    }

    @Test("a value that is missing later is NA, one that is new is left out")
    func missing() throws {
        let file = file()
        defer { try? FileManager.default.removeItem(at: file) }
        let text = try write(
            [[("loss", 0.5), ("val_loss", 1)], [("loss", 0.25), ("extra", 3)]], to: file)
        #expect(text == "epoch,loss,val_loss\n0,0.5,1.0\n1,0.25,NA\n")
    }

    @Test("a file that cannot be written is an error that names it")
    func unwritable() throws {
        let message = ModelTests.failure { _ = try write([], to: URL(filePath: "/no such folder/log.csv")) }
        #expect(message.contains("/no such folder/log.csv"))
    }
}
