import Foundation
import Testing

@Suite("sumi data")
struct DataCommandTests {
    let data: TemporaryFolder

    init() throws {
        data = try TemporaryFolder()
        try GeneratedImages.write(to: data, training: 60, test: 20)
    }

    private func sumi(_ arguments: String...) throws -> Tool {
        try Tool.run("sumi", arguments, data: data.path, folder: data.path)
    }

    @Test("list says what is here, what is not and how to fetch it, and what is damaged")
    func list() throws {
        try data.write([0, 0, 8, 3, 0, 0, 0, 9], to: "fashion-mnist/train-images-idx3-ubyte")
        for name in ["train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"] {
            try data.write([0, 0, 8, 3], to: "fashion-mnist/\(name)-ubyte")
        }
        let run = try sumi("data", "list")
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0].wholeMatch(of: /mnist +60 \+ 20 images of 28x28x1, 10 classes/) != nil, "\(run.output)")
        #expect(lines[1].hasPrefix("fashion-mnist  damaged: "), "\(run.output)")
        #expect(lines[2].wholeMatch(of: /cifar10 +not here: sumi data fetch cifar10/) != nil, "\(run.output)")
        #expect(lines[3].hasPrefix("handwriting    as many images of 28x28x1 as"), "\(run.output)")
    }

    @Test("show draws images with their numbers and classes")
    func show() throws {
        let run = try sumi("data", "show", "mnist", "--count", "2", "--first", "3")
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        // 14 lines of two rows each, the captions, and an empty line.
        let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 17 && lines[0].count == 58)
        #expect(lines[14].wholeMatch(of: /3: 1 +4: 8/) != nil, "\(run.output)")
        let sevens = try sumi("data", "show", "mnist", "--class", "7", "--test")
        #expect(sevens.output.matches(of: /\d+: 7/).count == 2, "\(sevens.output)")
        for (options, message) in [
            (["--class", "shoe"], "no class \"shoe\": its classes are 0, 1, 2"),
            (["--first", "60"], "none of index 60"),
            (["--class", "7", "--first", "59"], "no such image from index 59"),
        ] {
            let run = try Tool.run("sumi", ["data", "show", "mnist"] + options, data: data.path)
            #expect(run.exited && run.status == 1 && run.error.contains(message), "\(run.error)")
            #expect(run.error.split(separator: "\n").count == 1 && run.output.isEmpty)
        }
    }

    @Test("export writes folders that are a data set themselves, with the same images")
    func export() throws {
        let run = try sumi("data", "export", "mnist", "digits")
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.output == "digits/train: 60 images\ndigits/test: 20 images\n")
        let shown = try sumi("data", "show", "digits", "--class", "4", "--count", "1")
        let original = try sumi("data", "show", "mnist", "--class", "4", "--count", "1")
        let pictures = [shown, original].map { $0.output.split(separator: "\n").prefix(14) }
        #expect(shown.status == 0 && pictures[0] == pictures[1], "\(shown.error)")
        let training = try sumi("train", "digits", "--epochs", "1", "--quiet")
        #expect(training.status == 0 && training.output.hasPrefix("Test loss:"), "\(training.error)")
        #expect(data.names.contains("digits-tutorial.keras"))
        let again = try sumi("data", "export", "mnist", "digits")
        #expect(again.status == 1 && again.error.contains("not empty") && again.output.isEmpty)
        let file = try sumi("data", "export", "mnist", "digits-tutorial.keras")
        #expect(file.status == 1 && file.error.contains("no folder"))
    }

    /// A port on which nobody listens stands for a network that is not there.
    @Test("fetch without a network says what each mirror did and how to do without")
    func fetchOffline() throws {
        let run = try Tool.sumi(
            "data", "fetch", "mnist", data: data.path,
            environment: ["https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"])
        #expect(run.exited && run.status == 1 && run.output.isEmpty)
        let message = run.error.split(separator: "\n").last ?? ""
        #expect(message.hasPrefix("sumi: MNIST: ") && message.contains("storage.googleapis.com"), "\(run.error)")
        #expect(message.contains("by other means: train-images-idx3-ubyte.gz"), "\(run.error)")
    }

    @Test("what cannot be fetched is a usage error", arguments: ["handwriting", "imagenet", "digits/"])
    func fetchUnknown(_ name: String) throws {
        let run = try sumi("data", "fetch", name)
        #expect(run.exited && run.status == 64 && run.error.contains("cifar10"), "\(run.error)")
    }
}
