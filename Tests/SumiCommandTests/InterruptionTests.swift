import Foundation
import SumiArchive
import Testing

/// Ctrl-C, and SIGTERM, which is how systems ask a program to end.
@Suite("Interruption", .serialized)
struct InterruptionTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func train(_ arguments: String, disturb: (Tool.Running) throws -> Void = { _ in }) throws -> Tool {
        try Tool.run(
            "sumi", ["train"] + arguments.split(separator: " ").map(String.init), data: folder.path,
            folder: folder.path, disturb: disturb)
    }

    /// Weights and optimizer state, byte for byte as the file holds them.
    private func weights(_ name: String) throws -> [UInt8] {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path(name))))
        return try ZipArchive(bytes).read("model.weights.h5")
    }

    private func expectInterrupted(_ run: Tool, _ file: String) {
        #expect(run.exited && run.status == 130 && run.output.isEmpty, "\(run.error)")
        #expect(run.error.hasSuffix("To go on:\n  sumi train --resume \(file)\n"), "\(run.error)")
    }

    @Test(
        "a run that is stopped three times, with augmentation, ends with the same bits as one that was not",
        arguments: [SIGINT, SIGTERM])
    func goesOn(_ signal: Int32) throws {
        try GeneratedImages.write(to: folder, training: 60, test: 20)
        let options =
            "mnist --batch-size 10 --validation-split 0.2 --seed 3 --threads 1 --epochs 16 --augment shift=2,rotate=10"
        let whole = try train("\(options) --verbose 2 --output whole.keras")
        #expect(whole.exited && whole.status == 0, "\(whole.error)")
        var arguments = options + " --output part.keras"
        for _ in 0..<3 {
            let run = try train(arguments + " --verbose 2") { running in
                // Two epochs are over, each of which has a line.
                try running.wait { try running.error().components(separatedBy: " - val_loss: ").count > 2 }
                running.send(signal)
            }
            expectInterrupted(run, "part.keras")
            arguments = "--resume part.keras --threads 1"
        }
        let rest = try train(arguments)
        #expect(rest.exited && rest.status == 0 && rest.output == whole.output, "\(rest.error)")
        #expect(try weights("part.keras") == weights("whole.keras"))
    }

    @Test("what a shell runs in the background, which has SIGINT ignored, is stopped by it too")
    func background() throws {
        try GeneratedImages.write(to: folder, training: 60, test: 20)
        let script = """
            '\(Tool.program("sumi").path)' train mnist --batch-size 10 --epochs 200 --verbose 2 --output run.keras &
            while ! [ -e run.keras ]; do sleep 0.02; done
            sleep 0.1
            kill -INT $!
            wait $!
            exit $?
            """
        let run = try Tool.run("/bin/sh", ["-c", script], data: folder.path, folder: folder.path)
        expectInterrupted(run, "run.keras")
    }

    @Test("validation is not waited for, and is done anew")
    func validation() throws {
        try GeneratedImages.write(to: folder, training: 40_000, test: 20)
        // Twenty batches to train, and then more than a second of validation.
        let options = "mnist --batch-size 1 --validation-split 0.99949 --epochs 1 --threads 1"
        let whole = try train(options + " --quiet --output whole.keras")
        #expect(whole.exited && whole.status == 0, "\(whole.error)")
        let run = try train(options + " --verbose 2 --output part.keras") { running in
            running.wait { FileManager.default.fileExists(atPath: folder.path("part.keras")) }
            usleep(500_000)
            running.send(SIGINT)
        }
        expectInterrupted(run, "part.keras")
        let rest = try train("--resume part.keras --threads 1")
        #expect(rest.exited && rest.status == 0 && rest.output == whole.output, "\(rest.error)")
        #expect(rest.error.contains("goes on in epoch 1 of 1, after 20 of its batches"), "\(rest.error)")
        #expect(try weights("part.keras") == weights("whole.keras"))
    }

    @Test("the test at the end is not waited for, and is done by a run that goes on")
    func evaluation() throws {
        try GeneratedImages.write(to: folder, training: 20, test: 4000)
        let run = try train("mnist --batch-size 1 --epochs 1 --validation-split 0 --verbose 2 --output run.keras") {
            running in
            try running.wait { try running.error().contains("20/20") }
            running.send(SIGINT)
        }
        expectInterrupted(run, "run.keras")
        #expect(run.error.contains("stopped before the test"), "\(run.error)")
        let rest = try train("--resume run.keras")
        #expect(rest.exited && rest.status == 0 && rest.output.hasPrefix("Test loss:"), "\(rest.error)")
    }

    @Test("a second signal ends the program at once, in the midst of a step")
    func twice() throws {
        try GeneratedImages.write(to: folder, training: 100, test: 20)
        // One step of about a second on any machine: 3,000 million multiplications an image.
        let convolution = """
            {"class_name": "Conv2D", "config": {"name": "c", "filters": 64, "kernel_size": [9, 9], "padding": "same"}},
            """
        let json = """
            {"module": "keras", "class_name": "Sequential", "config": {"name": "slow", "layers": [
            {"class_name": "InputLayer", "config": {"batch_shape": [null, 28, 28, 1], "dtype": "float32", "name": "i"}},
            \(convolution)
            \(convolution.replacing("\"c\"", with: "\"d\""))
            \(convolution.replacing("\"c\"", with: "\"e\""))
            \(convolution.replacing("\"c\"", with: "\"f\""))
            {"class_name": "Flatten", "config": {"name": "flatten"}},
            {"class_name": "Dense", "config": {"name": "dense", "units": 10, "activation": "softmax"}}]}}
            """
        try folder.write(Array(json.utf8), to: "slow.json")
        let run = try train(
            "mnist --network slow.json --batch-size 100 --validation-split 0 --threads 1 --output r.keras"
        ) {
            running in
            running.wait { FileManager.default.fileExists(atPath: folder.path("r.keras")) }
            usleep(200_000)
            running.send(SIGINT)
            usleep(200_000)
            #expect(running.process.isRunning)
            running.send(SIGINT)
        }
        #expect(!run.exited && run.status == SIGINT, "\(run.error)")
    }
}
