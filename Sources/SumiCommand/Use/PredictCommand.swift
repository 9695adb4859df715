import ArgumentParser
import Sumi
import SumiImages
import SumiJSON
import SumiNN

/// `sumi predict`: what a model says of images, or of raw tensors.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Say what a model sees in images, or run it on tensors from a file.",
        discussion: """
            Images are PNG or JPEG of any size. How they become the model's input is written in the files that sumi saves; \
            of other files sumi assumes what is usual, and says so.

            Examples:
              sumi predict mnist-tutorial.keras photo.jpg
              sumi predict mnist-tutorial.keras scan*.png --show
              sumi predict colleague.h5 shirt.png --framing fit --classes shirt,trouser,bag --json
              sumi predict model.keras --input x.safetensors --output y.safetensors
            """)

    @Argument(
        help: ArgumentHelp("The model: a .keras or .h5 file.", valueName: "model"),
        completion: .file(extensions: ["keras", "h5", "hdf5"]))
    var model: String

    @Argument(
        help: ArgumentHelp("The images.", valueName: "image"), completion: .file(extensions: ["png", "jpg", "jpeg"]))
    var images: [String] = []

    @OptionGroup
    var reading: ImageOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many classes are shown of each image. (default: 3)", valueName: "n"),
        transform: wholeNumber(1...1_000_000))
    var top = 3

    @Flag(help: "Draw what the network sees.")
    var show = false

    @Flag(help: "Print one JSON list and nothing else.")
    var json = false

    @Option(
        help: ArgumentHelp("Run the model on the tensors of this file.", valueName: "x.safetensors"),
        completion: .file(extensions: ["safetensors"]))
    var input: String?

    @Option(
        help: ArgumentHelp("Write the outputs for --input to this new file.", valueName: "y.safetensors"),
        completion: .file(extensions: ["safetensors"]))
    var output: String?

    @Flag(help: "Replace the file of --output if it is there.")
    var force = false

    @OptionGroup
    var engine: EngineOptions

    func validate() throws {
        guard (input == nil) == (output == nil) else {
            throw ValidationError("'--input' and '--output' go together.")
        }
        if input != nil, !images.isEmpty { throw ValidationError("It takes images or '--input', not both.") }
        if input == nil, images.isEmpty {
            throw ValidationError("It takes one image or more, or '--input' with '--output'.")
        }
    }

    func run() throws {
        let model = try Model.load(self.model, compile: false)
        model.engine = engine.engine()
        if let input, let output {
            try TensorPrediction(model: model, input: input, output: output, force: force).run()
        } else {
            try predictImages(model)
        }
    }

    private func predictImages(_ model: Model) throws {
        let form = try ImageInput(model, framing: reading.framing, scale: reading.scale)
        if !reading.quiet {
            for assumption in form.assumptions {
                Console.standardError.write("assumed: \(assumption)\n")
            }
        }
        let names = try reading.classNames() ?? model.notes.classNames
        var results: [JSON] = []
        var hasFailed = false
        for path in images {
            do {
                let seen = try form.framed(try Image(contentsOf: path))
                let table = try ClassTable(try model.predict(form.samples([seen]), verbose: 0), names: names)
                if json { results.append(object(path, table)) } else { print(path, table, seen) }
            } catch {
                // One bad image of many costs no other its answer.
                Console.standardError.write("sumi: \(printable("\(error)"))\n")
                hasFailed = true
            }
        }
        if json { Swift.print(JSON.array(results)) }
        if hasFailed { throw ExitCode.failure }
    }

    private func print(_ path: String, _ table: ClassTable, _ seen: Tensor) {
        Swift.print(printable(path))
        if show, let picture = try? HalfBlocks(seen) {
            Swift.print(picture.lines(colors: Console.standardOutput.usesColors).joined(separator: "\n"))
        }
        let ranked = table.ranked(0).prefix(top)
        let width = ranked.map { table.names[$0.index].count }.max() ?? 0
        for (index, value) in ranked {
            let name = printable(table.names[index])
            let bar = table.areProbabilities ? "  " + String(repeating: "█", count: Int((value * 20).rounded())) : ""
            let number = table.text(value)
            Swift.print(
                "  \(name)\(String(repeating: " ", count: max(0, width - name.count)))"
                    + "  \(String(repeating: " ", count: max(0, 8 - number.count)))\(number)\(bar)")
        }
    }

    private func object(_ path: String, _ table: ClassTable) -> JSON {
        let key = table.areProbabilities ? "probability" : "score"
        let classes = table.ranked(0).prefix(top).map { index, value in
            JSON.object(["class": .string(table.names[index]), "index": .integer(index), key: .number(value)])
        }
        return .object([
            "file": .string(path), "class": .string(table.names[table.ranked(0)[0].index]), "classes": .array(classes),
        ])
    }
}
