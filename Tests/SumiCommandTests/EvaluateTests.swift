import Foundation
import SumiJSON
import Testing

@Suite("sumi evaluate")
struct EvaluateTests {
    let trained: TrainedModel

    init() throws { trained = try TrainedModel.shared.get() }

    private static let foreign =
        Document.root.appendingPathComponent("Tests/Fixtures/models/mnist_cnn_small_trained.keras").path

    @Test("with --json standard output is one object with loss and accuracy, which are those of the training's test")
    func json() throws {
        let run = try trained.sumi("evaluate", "MODEL", "mnist", "--json")
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        let object = try JSON(parsing: run.output)
        #expect(object.object?.keys == ["loss", "accuracy"])
        let (loss, accuracy) = (try #require(object["loss"]?.double), try #require(object["accuracy"]?.double))
        let text = String(format: "Test loss: %.4f\nTest accuracy: %.4f\n", loss, accuracy)
        #expect(text == trained.output)
        #expect(accuracy > 0.9)
    }

    @Test("without it, a line for each; progress and assumptions go to standard error, and --quiet leaves them out")
    func lines() throws {
        let run = try trained.sumi("evaluate", "MODEL", "mnist")
        #expect(run.exited && run.status == 0 && run.error.contains("1/1"), "\(run.error)")
        #expect(run.output.wholeMatch(of: /loss: \d\.\d{4}\naccuracy: \d\.\d{4}\n/) != nil, "\(run.output)")
        let quiet = try trained.sumi("evaluate", "MODEL", "mnist", "--quiet")
        #expect(quiet.status == 0 && quiet.error.isEmpty && quiet.output == run.output)
    }

    @Test("images of floating-point numbers go in as they are: a set of value / 255 has the same accuracy")
    func floats() throws {
        let folder = try TemporaryFolder()
        for part in ["train", "t10k"] {
            let bytes = [UInt8](
                try Data(
                    contentsOf: trained.folder.url.appendingPathComponent(
                        "mnist/\(part)-images-idx3-ubyte")))
            var images = bytes.prefix(16)
            images[2] = 0x0D
            for pixel in bytes.dropFirst(16) {
                withUnsafeBytes(of: (Float(pixel) / 255).bitPattern.bigEndian) { images += $0 }
            }
            try folder.write(Array(images), to: "\(part)-images-idx3-float")
            let labels = "\(part)-labels-idx1-ubyte"
            let values = [UInt8](try Data(contentsOf: trained.folder.url.appendingPathComponent("mnist/\(labels)")))
            try folder.write(values, to: "\(part)-labels-idx1-float")
        }
        let (whole, parts) = (
            try trained.sumi("evaluate", "MODEL", "mnist"), try trained.sumi("evaluate", "MODEL", folder.path)
        )
        #expect(parts.status == 0 && parts.output == whole.output, "\(parts.error)")
    }

    @Test("--train and --limit choose the images")
    func chosen() throws {
        func accuracy(_ options: String...) throws -> Double {
            let arguments = ["evaluate", trained.path, "mnist", "--json"] + options
            let run = try Tool.run("sumi", arguments, data: trained.folder.path)
            #expect(run.status == 0, "\(run.error)")
            return try #require(try JSON(parsing: run.output)["accuracy"]?.double)
        }
        #expect(try accuracy("--train") > 0.95)
        // Of four images a share is a multiple of a quarter.
        let share = try accuracy("--limit", "4")
        #expect(share * 4 == (share * 4).rounded())
    }

    @Test("of a file that does not say how pixels go in, the tool says what it assumes, unless it is told")
    func foreign() throws {
        let run = try trained.sumi("evaluate", Self.foreign, "mnist")
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.error.contains("assumed: pixels go in as value / 255"), "\(run.error)")
        let told = try trained.sumi("evaluate", Self.foreign, "mnist", "--scale", "1/255", "--json")
        #expect(told.status == 0 && told.error.isEmpty)
        let raw = try trained.sumi("evaluate", Self.foreign, "mnist", "--scale", "1", "--json")
        #expect(raw.status == 0 && raw.output != told.output)
    }

    @Test("images of another size, and what is no model, are one line each")
    func refused() throws {
        try GeneratedImages.write(to: trained.folder, name: "fashion-mnist", training: 20, test: 20, side: 20)
        try trained.folder.write(Array("no model\n".utf8), to: "text.keras")
        for (model, data, message) in [
            (trained.path, "fashion-mnist", "28 x 28"),
            (trained.folder.path("missing.keras"), "mnist", "missing.keras"),
            (trained.folder.path("text.keras"), "mnist", "text.keras"), (trained.path, "cifar10", "CIFAR-10"),
        ] {
            let run = try trained.sumi("evaluate", model, data)
            #expect(run.exited && run.status == 1 && run.output.isEmpty)
            #expect(run.error.hasPrefix("sumi: ") && run.error.contains(message), "\(run.error)")
            #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
        }
    }
}
