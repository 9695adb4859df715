import Foundation
import SumiArchive
import SumiJSON
import SumiTensor
import Testing

@Suite("sumi predict")
struct PredictTests {
    let trained: TrainedModel

    init() throws { trained = try TrainedModel.shared.get() }

    private static let foreign =
        Document.root.appendingPathComponent("Tests/Fixtures/models/mnist_cnn_small_trained.keras").path

    @Test("a table has the likeliest classes of each image, with probabilities")
    func table() throws {
        let image = try trained.images(3)[0]
        // What was drawn by chance is no digit, and is not to be framed as one.
        let run = try trained.sumi("predict", "MODEL", image, "--framing", "stretch")
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 4 && lines[0] == image)
        #expect(lines[1].wholeMatch(of: /\ \ 3 +\d+\.\d %  █+/) != nil, "\(run.output)")
        let all = try trained.sumi("predict", "MODEL", image, "--top", "10")
        let shares = all.output.matches(of: /(\d+\.\d) %/).compactMap { Double($0.1) }
        #expect(shares.count == 10 && shares == shares.sorted(by: >))
        #expect(abs(shares.reduce(0, +) - 100) < 0.6)
    }

    @Test("with --json standard output is one list; most images are of the class that the model says")
    func json() throws {
        let images = try (0...9).flatMap { label in try trained.images(label).map { (label, $0) } }
        let run = try Tool.run(
            "sumi", ["predict", trained.path] + images.map(\.1) + ["--json", "--top", "10", "--framing", "stretch"])
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        let list = try #require(try JSON(parsing: run.output).array)
        #expect(list.count == images.count && images.count == 50)
        var hits = 0
        for (entry, (label, path)) in zip(list, images) {
            #expect(entry.object?.keys == ["file", "class", "classes"])
            #expect(entry["file"]?.string == path)
            let classes = try #require(entry["classes"]?.array)
            #expect(classes.allSatisfy { $0.object?.keys == ["class", "index", "probability"] })
            #expect(classes.first?["class"] == entry["class"])
            #expect(abs(classes.compactMap { $0["probability"]?.double }.reduce(0, +) - 1) < 1e-5)
            if entry["class"]?.string == "\(label)" { hits += 1 }
        }
        #expect(hits >= 40)
    }

    @Test("--show draws what the network sees: 14 lines of two rows each, without colours where this is no terminal")
    func show() throws {
        let run = try trained.sumi("predict", "MODEL", try trained.images(0)[0], "--show")
        #expect(run.exited && run.status == 0, "\(run.error)")
        let drawn = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().prefix(14)
        #expect(drawn.allSatisfy { $0.count == 28 && $0.allSatisfy(" ▀▄█".contains) }, "\(run.output)")
        #expect(drawn.contains { $0.contains("█") })
        #expect(!run.output.contains("\u{1B}"))
    }

    @Test("what a file of another's does not say is assumed and told; options say it instead")
    func foreign() throws {
        let image = try trained.images(1)[0]
        let run = try trained.sumi("predict", Self.foreign, image)
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.error.split(separator: "\n").count == 2 && run.error.contains("framed as handwritten digits"))
        #expect(run.error.contains("value / 255"))
        let names = "zero,one,two,three,four,five,six,seven,eight,nine"
        try trained.folder.write(Array(names.replacing(",", with: "\n").utf8), to: "names.txt")
        for classes in [names, trained.folder.path("names.txt")] {
            let told = try trained.sumi(
                "predict", Self.foreign, image, "--framing", "stretch", "--scale", "1/255", "--classes", classes,
                "--top",
                "10")
            #expect(told.exited && told.status == 0 && told.error.isEmpty, "\(told.error)")
            #expect(names.split(separator: ",").allSatisfy(told.output.contains), "\(told.output)")
        }
        let few = try trained.sumi("predict", Self.foreign, image, "--quiet", "--classes", "a,b")
        #expect(few.status == 1 && few.error == "sumi: 2 names of classes for 10 classes\n")
    }

    @Test("tensors go from file to file, and nothing is overwritten unasked")
    func tensors() throws {
        let folder = try TemporaryFolder()
        let values = (0..<2 * 784).map { Float($0 % 50) / 50 }
        let input = try Tensor(shape: [2, 28, 28, 1], scalars: values)
        try Safetensors([.init(name: "pixels", tensor: input)]).write(to: folder.path("x.safetensors"))
        func predict(_ more: String...) throws -> Tool {
            let arguments = ["predict", trained.path, "--input", "x.safetensors", "--output", "y.safetensors"]
            return try Tool.run("sumi", arguments + more, folder: folder.path)
        }
        let run = try predict()
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        #expect(run.output.hasPrefix("y.safetensors: ") && run.output.hasSuffix("[2, 10]\n"), "\(run.output)")
        let output = try Safetensors(contentsOf: folder.path("y.safetensors"))
        let rows = try #require(output.entries.first?.tensor.doubles)
        #expect(output.entries.count == 1 && rows.count == 20)
        #expect(abs(rows.prefix(10).reduce(0, +) - 1) < 1e-5)
        let again = try predict()
        #expect(again.status == 1 && again.error.contains("y.safetensors") && again.error.contains("--force"))
        #expect(try predict("--force").status == 0)
    }

    @Test("tensors that do not fit the model are one line", arguments: [[2, 28, 27], [2, 27, 28, 1], [784]])
    func wrongTensors(shape: [Int]) throws {
        let folder = try TemporaryFolder()
        let tensor = try Tensor.zeros(Shape(shape))
        try Safetensors([.init(name: "x", tensor: tensor)]).write(to: folder.path("x.safetensors"))
        let run = try trained.sumi(
            "predict", "MODEL", "--input", folder.path("x.safetensors"), "--output", folder.path("y.safetensors"))
        #expect(run.exited && run.status == 1 && run.output.isEmpty)
        #expect(run.error.hasPrefix("sumi: ") && run.error.split(separator: "\n").count == 1, "\(run.error)")
        #expect(folder.names == ["x.safetensors"])
    }

    @Test("one bad image of several costs no other its answer, and the exit status tells")
    func oneOfMany() throws {
        let good = try trained.images(2)[0]
        let run = try trained.sumi("predict", "MODEL", trained.folder.path("missing.png"), good, "--json")
        #expect(run.exited && run.status == 1)
        #expect(run.error.contains("missing.png") && run.error.split(separator: "\n").count == 1, "\(run.error)")
        #expect(try JSON(parsing: run.output).array?.count == 1)
    }

    @Test("a name that a terminal would obey is not printed as it is")
    func controlCharacters() throws {
        let name = trained.folder.path("a\u{1B}[31mb.png")
        try Data(contentsOf: URL(fileURLWithPath: try trained.images(2)[0])).write(to: URL(fileURLWithPath: name))
        let run = try trained.sumi("predict", "MODEL", name)
        #expect(run.status == 0 && !run.output.contains("\u{1B}") && run.output.contains("b.png"))
        let missing = try trained.sumi("predict", "MODEL", "c\u{1B}[31md.png")
        #expect(missing.status == 1 && !missing.error.contains("\u{1B}"))
    }
}
