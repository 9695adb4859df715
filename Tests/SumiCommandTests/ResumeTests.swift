import Foundation
import SumiArchive
import Testing

@Suite("sumi train --resume")
struct ResumeTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try GeneratedImages.write(to: folder, training: 120, test: 20)
    }

    /// Runs `sumi train` in the folder.
    private func train(_ arguments: String, disturb: (Tool.Running) throws -> Void = { _ in }) throws -> Tool {
        try Tool.run(
            "sumi", ["train"] + arguments.split(separator: " ").map(String.init), data: folder.path,
            folder: folder.path, disturb: disturb)
    }

    /// Dropout, a validation split, a rate that falls, and early stopping.
    private let options =
        "mnist --batch-size 10 --validation-split 0.2 --seed 3 --threads 1 --early-stopping 2 --verbose 2"

    /// Weights and optimizer state, byte for byte as the file holds them.
    private func weights(_ name: String) throws -> [UInt8] {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path(name))))
        return try ZipArchive(bytes).read("model.weights.h5")
    }

    private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.path(name)) }

    @Test("killed at random moments and resumed each time, it ends with the same bits", arguments: 1...3)
    func killed(_ seed: UInt64) throws {
        let whole = try train("\(options) --epochs 4 --output whole.keras --history whole.csv")
        #expect(whole.exited && whole.status == 0, "\(whole.error)")
        var random = SystemRandomNumberGenerator()
        var kills = 0
        for attempt in 0..<200 {
            let begin = "\(options) --epochs 4 --checkpoint-every 2 --output part.keras --history part.csv"
            let delay = Double.random(in: 0.02...(0.1 + 0.03 * Double(attempt)), using: &random)
            let run = try train(exists("part.keras") ? "--resume part.keras --threads 1 --verbose 2" : begin) {
                running in
                let end = Date() + delay
                running.wait { Date() > end }
                running.send(SIGKILL)
            }
            if run.exited {
                #expect(run.status == 0, "\(run.error)")
                #expect(run.output == whole.output)
                break
            }
            kills += 1
        }
        #expect(kills > 0 && kills < 200)
        #expect(try weights("part.keras") == weights("whole.keras"), "after \(kills) kills")
        #expect(try folder.text("part.csv") == folder.text("whole.csv"))
    }

    @Test("more epochs go on with the decay of the first run", arguments: ["keras", "h5"])
    func moreEpochs(_ ending: String) throws {
        let options = "mnist --batch-size 20 --threads 1 --quiet"
        // 0.001 / 2, which is what a run of two epochs takes by itself.
        let whole = try train("\(options) --epochs 4 --decay 0.0005 --output whole.keras")
        #expect(whole.exited && whole.status == 0 && whole.error.isEmpty, "\(whole.error)")
        let first = try train("\(options) --epochs 2 --output part.\(ending)")
        #expect(first.exited && first.status == 0, "\(first.error)")
        let again = try train("--resume part.\(ending)")
        #expect(again.exited && again.status == 0 && again.output == first.output)
        #expect(again.error.contains("nothing to train") && again.error.contains("all 2 epochs are done"))
        let rest = try train("--resume part.\(ending) --epochs 4 --threads 1 --output part.keras --force")
        #expect(rest.exited && rest.status == 0 && rest.output == whole.output, "\(rest.error)")
        #expect(rest.error.contains("Epoch 3/4") && !rest.error.contains("Epoch 2/4"))
        #expect(try weights("part.keras") == weights("whole.keras"))
        let less = try train("--resume part.keras --epochs 3")
        #expect(less.exited && less.status == 1 && less.error.contains("less than the 4 epochs"), "\(less.error)")
    }

    @Test("an option that contradicts the run is one line that says what it was begun with")
    func contradictions() throws {
        let first = try train("mnist --batch-size 60 --epochs 1 --limit 60 --quiet --optimizer sgd --output run.keras")
        #expect(first.exited && first.status == 0, "\(first.error)")
        for (options, message) in [
            ("handwriting", "the data set handwriting contradicts \"run.keras\", a run that was begun with mnist"),
            ("--batch-size 50", "--batch-size 50 contradicts \"run.keras\", a run that was begun with 60"),
            ("--network deep", "begun with tutorial"), ("--optimizer adam", "begun with sgd"),
            ("--limit 50", "begun with 60"), ("--seed 1", "begun with 0"), ("--validation-split 0.5", "begun with 0.1"),
            ("--dropout 0.1", "begun without it"), ("--early-stopping 3", "begun without it"),
            ("--schedule cosine", "begun with decay"), ("--momentum 0.5", "begun without it"),
            ("--augment shift=1", "begun without it"), ("--checkpoint-best", "begun without it"),
        ] {
            let run = try train("--resume run.keras " + options)
            #expect(run.exited && run.status == 1 && run.output.isEmpty)
            #expect(run.error.hasPrefix("sumi: ") && run.error.contains(message), "\(run.error)")
            #expect(run.error.split(separator: "\n").count == 1)
        }
        let same = try train("mnist --resume run.keras --batch-size 60 --optimizer sgd --threads 2 --quiet")
        #expect(same.exited && same.status == 0 && same.output == first.output, "\(same.error)")
    }

    @Test("what is no run, or not its data, is one line")
    func noRun() throws {
        try folder.write(Array("nothing\n".utf8), to: "text.keras")
        let first = try train("mnist --batch-size 60 --epochs 1 --checkpoint-best --quiet --output run.keras")
        #expect(first.exited && first.status == 0, "\(first.error)")
        for (name, message) in [
            ("missing.keras", "missing.keras"), ("text.keras", "text.keras"), ("run-best.keras", "not of a run"),
        ] {
            let run = try train("--resume \(name)")
            #expect(run.exited && run.status == 1 && run.output.isEmpty)
            #expect(run.error.hasPrefix("sumi: ") && run.error.contains(message), "\(run.error)")
            #expect(run.error.split(separator: "\n").count == 1)
        }
        try GeneratedImages.write(to: folder, training: 100, test: 20)
        let run = try train("--resume run.keras --epochs 2")
        #expect(run.exited && run.status == 1 && run.error.contains("[100, 28, 28, 1, 10]"), "\(run.error)")
    }
}
