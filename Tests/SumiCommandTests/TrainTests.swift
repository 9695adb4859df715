import Foundation
import Testing

@Suite("sumi train")
struct TrainTests {
    let data: TemporaryFolder

    init() throws {
        data = try TemporaryFolder()
        try GeneratedImages.write(to: data)
        try GeneratedImages.write(to: data, name: "fashion-mnist", training: 60, test: 20, side: 20)
    }

    private func train(_ arguments: String...) throws -> Tool {
        try Tool.run("sumi", ["train"] + arguments, data: data.path)
    }

    @Test("a network learns, results go to standard output and progress to standard error")
    func learns() throws {
        let run = try train("mnist", "--epochs", "12", "--batch-size", "20", "--threads", "2")
        #expect(run.exited && run.status == 0, "\(run.error)")
        let match = try #require(run.output.wholeMatch(of: /Test loss: (\d+\.\d{4})\nTest accuracy: (\d\.\d{4})\n/))
        #expect(try #require(Double(match.2)) > 0.9)
        #expect(run.error.contains("Epoch 12/12") && run.error.contains("val_accuracy"))
        #expect(!run.error.contains("\u{1B}") && !run.error.contains("\u{8}") && !run.error.contains("\r"))
    }

    @Test("the same seed gives the same result for any number of threads, another seed another")
    func seeds() throws {
        func result(_ seed: String, _ threads: String) throws -> String {
            let run = try train(
                "mnist", "--epochs", "2", "--limit", "100", "--seed", seed, "--threads", threads, "--verbose", "0")
            #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
            return run.output
        }
        let first = try result("7", "1")
        let again = try result("7", "3")
        let other = try result("8", "1")
        #expect(again == first)
        #expect(other != first)
    }

    @Test("shape and size follow the data")
    func fashion() throws {
        let run = try train("fashion-mnist", "--network", "deep", "--epochs", "1", "--validation-split", "0")
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.error.contains("60 training images, 20 to test"))
        #expect(!run.error.contains("val_loss"))
    }

    @Test("images that are too small for the network are one line")
    func tooSmall() throws {
        try GeneratedImages.write(to: data, training: 20, test: 10, side: 6)
        let run = try train("mnist")
        #expect(run.exited && run.status == 1)
        #expect(run.error.hasPrefix("sumi: ") && run.error.contains("layer \""), "\(run.error)")
        #expect(run.error.split(separator: "\n").count == 1)
    }

    @Test(
        "every optimizer and its options train",
        arguments: [
            "--optimizer sgd --momentum 0.9 --nesterov --learning-rate 0.05", "--optimizer adam --nesterov",
            "--optimizer adam --momentum 0.8 --decay 0", "--optimizer adamw --weight-decay 0.01",
            "--optimizer nadam", "--optimizer rmsprop --momentum 0.5 --dropout 0",
            "--optimizer adagrad --decay 1e-4", "--weight-decay 1e-4 --dropout 1",
        ])
    func optimizers(_ options: String) throws {
        let arguments = ["train", "mnist", "--epochs", "1", "--limit", "40", "--verbose", "0"]
        let run = try Tool.run("sumi", arguments + options.split(separator: " ").map(String.init), data: data.path)
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        #expect(run.output.hasPrefix("Test loss: "))
    }

    @Test("nesterov makes adam nadam, and decay changes the result")
    func meanings() throws {
        func result(_ options: String...) throws -> String {
            let arguments = [
                "train", "mnist", "--epochs", "1", "--batch-size", "20", "--limit", "100", "--verbose", "0",
            ]
            return try Tool.run("sumi", arguments + options, data: data.path).output
        }
        #expect(try result("--nesterov") == result("--optimizer", "nadam"))
        let plain = try result()
        #expect(try result("--momentum", "0.9") == plain)
        #expect(try result("--momentum", "0.5") != plain)
        // The default decay is the learning rate divided by the epochs.
        #expect(try result("--decay", "0.001") == plain)
        #expect(try result("--decay", "1") != plain)
    }

    @Test("a batch larger than the data is one step, and one training image is enough")
    func extremes() throws {
        let large = try train("mnist", "--epochs", "1", "--batch-size", "1000000", "--verbose", "0")
        #expect(large.exited && large.status == 0, "\(large.error)")
        let one = try train("mnist", "--epochs", "1", "--limit", "1", "--validation-split", "0", "--verbose", "0")
        #expect(one.exited && one.status == 0, "\(one.error)")
        let alone = try train("mnist", "--epochs", "1", "--limit", "1", "--early-stopping", "1")
        #expect(alone.exited && alone.status == 0 && alone.output == one.output, "\(alone.error)")
        #expect(alone.error.contains("no validation: one image is too few") && !alone.error.contains("val_loss"))
        let split = try train("mnist", "--limit", "1", "--validation-split", "0.1")
        #expect(split.exited && split.status == 1 && split.error.contains("validation"), "\(split.error)")
    }
}
