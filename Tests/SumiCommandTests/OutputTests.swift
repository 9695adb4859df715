import Foundation
import Testing

@Suite("sumi train --output")
struct OutputTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try GeneratedImages.write(to: folder, training: 60, test: 20)
    }

    private func train(_ arguments: String) throws -> Tool {
        try Tool.run(
            "sumi", ["train"] + arguments.split(separator: " ").map(String.init), data: folder.path,
            folder: folder.path)
    }

    private func names(_ ending: String) -> [String] { folder.names.filter { $0.hasSuffix(ending) } }

    @Test("the model is saved under the next free name of data set and network")
    func free() throws {
        for _ in 0..<2 {
            let run = try train("mnist --epochs 1 --quiet")
            #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        }
        #expect(names("keras") == ["mnist-tutorial-2.keras", "mnist-tutorial.keras"])
    }

    @Test("a file that is there is refused before training, and stays as it was; --force replaces it")
    func existing() throws {
        try folder.write(Array("mine\n".utf8), to: "m.keras")
        let run = try train("mnist --epochs 1 --output m.keras")
        #expect(run.exited && run.status == 1 && run.output.isEmpty)
        #expect(run.error.hasPrefix("sumi: ") && run.error.split(separator: "\n").count == 1, "\(run.error)")
        #expect(run.error.contains("m.keras") && run.error.contains("--force") && run.error.contains("--resume"))
        #expect(try folder.text("m.keras") == "mine\n")
        let forced = try train("mnist --epochs 1 --quiet --output m.keras --force --checkpoint-best")
        #expect(forced.exited && forced.status == 0, "\(forced.error)")
        #expect(names("keras") == ["m-best.keras", "m.keras"])
    }

    @Test("a place where nothing can be written is refused before training", arguments: ["no/m.keras", "folder.keras"])
    func impossible(_ path: String) throws {
        try folder.write([], to: "folder.keras/x")
        let run = try train("mnist --epochs 1 --output \(path)")
        #expect(run.exited && run.status == 1 && run.output.isEmpty)
        #expect(run.error.hasPrefix("sumi: ") && run.error.split(separator: "\n").count == 1, "\(run.error)")
        #expect(run.error.contains(path))
    }

    @Test(
        "schedules, early stopping, augmentation and Keras' older format",
        arguments: [
            "--schedule constant --output m.h5", "--schedule cosine --output m.keras", "--schedule linear",
            "--schedule exponential --optimizer sgd", "--early-stopping 1 --validation-split 0",
            "--augment shift=2,rotate=10,flip=horizontal", "--checkpoint-every 1 --checkpoint-best",
        ])
    func options(_ options: String) throws {
        let run = try train("mnist --epochs 2 --batch-size 20 --quiet " + options)
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        #expect(run.output.wholeMatch(of: /Test loss: \d+\.\d{4}\nTest accuracy: \d\.\d{4}\n/) != nil)
    }

    @Test("a network may be a file with what Keras' to_json writes")
    func networkFile() throws {
        let json = """
            {"module": "keras", "class_name": "Sequential", "config": {"name": "mine", "layers": [
            {"class_name": "InputLayer", "config": {"batch_shape": [null, 28, 28, 1], "dtype": "float32", "name": "i"}},
            {"class_name": "Flatten", "config": {"name": "flatten"}},
            {"class_name": "Dense", "config": {"name": "dense", "units": 10, "activation": "softmax"}}]}}
            """
        try folder.write(Array(json.utf8), to: "mine.json")
        let run = try train("mnist --epochs 1 --quiet --network mine.json")
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        #expect(names("keras") == ["mnist-mine.keras"])
        try folder.write(Array("{".utf8), to: "broken.json")
        for name in ["broken.json", "missing.json"] {
            let run = try train("mnist --network \(name)")
            #expect(run.exited && run.status == 1, "\(run.error)")
            #expect(run.error.hasPrefix("sumi: ") && run.error.split(separator: "\n").count == 1, "\(run.error)")
        }
    }
}
