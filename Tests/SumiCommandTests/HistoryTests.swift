import Foundation
import Testing

@Suite("sumi train --history")
struct HistoryTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try GeneratedImages.write(to: folder, training: 60, test: 20)
    }

    private func train(history: String, _ more: String...) throws -> Tool {
        let arguments = ["train", "mnist", "--epochs", "2", "--batch-size", "20", "--history", history]
        return try Tool.run("sumi", arguments + more, data: folder.path)
    }

    @Test("each epoch is a line with loss and metrics")
    func lines() throws {
        let run = try train(history: folder.path("history.csv"))
        #expect(run.exited && run.status == 0, "\(run.error)")
        let lines = try folder.text("history.csv").split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first == "epoch,accuracy,loss,val_accuracy,val_loss")
        for (epoch, line) in lines.dropFirst().enumerated() {
            let fields = line.split(separator: ",").map { Double($0) }
            #expect(fields.count == 5 && fields[0] == Double(epoch))
            #expect(fields.dropFirst().allSatisfy { $0.map { $0.isFinite && $0 >= 0 } ?? false }, "\(line)")
        }
    }

    @Test("without validation its columns say NA")
    func withoutValidation() throws {
        let run = try train(history: folder.path("history.csv"), "--validation-split", "0")
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(try folder.text("history.csv").split(separator: "\n").last?.hasSuffix(",NA,NA") == true)
    }

    @Test("a file that is there is refused before training, and stays as it was")
    func existing() throws {
        try folder.write(Array("mine\n".utf8), to: "history.csv")
        let run = try train(history: folder.path("history.csv"))
        #expect(run.exited && run.status == 1)
        #expect(run.error.hasPrefix("sumi: ") && run.error.split(separator: "\n").count == 1, "\(run.error)")
        #expect(run.error.contains("history.csv") && run.error.contains("already"))
        #expect(try folder.text("history.csv") == "mine\n")
    }

    @Test("a file that cannot be made is refused before training", arguments: ["missing/history.csv", "", "."])
    func impossible(_ name: String) throws {
        let run = try train(history: name.isEmpty ? "" : folder.path(name))
        #expect(run.exited && run.status == 1)
        #expect(run.error.hasPrefix("sumi: ") && run.error.split(separator: "\n").count == 1, "\(run.error)")
    }

    @Test("nothing is left behind where training cannot begin")
    func leftovers() throws {
        let data = try TemporaryFolder()
        let run = try Tool.sumi("train", "mnist", "--history", folder.path("history.csv"), data: data.path)
        #expect(run.exited && run.status == 1)
        #expect(folder.names == ["mnist"])
    }
}
