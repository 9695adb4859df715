import Foundation
import Testing

/// The tutorial shows what its programs print. A block that is fenced as `text Program/3` is part 3 of what the snippet
/// `Program` prints; parts are separated by lines of `---`. A block fenced as `console Program/3` depends on the machine, as
/// a list of rare mistakes does, and only has to have as many lines.
///
/// With `SUMI_RECORD` set the blocks are written anew, to be read before they are committed.
@Suite("Tutorial")
struct TutorialTests {
    /// One part of a program's output, as a block names it.
    private struct Source {
        var program: Substring
        var part: Int

        init?(_ block: Document.Block) {
            guard ["text", "console"].contains(block.language) else { return nil }
            guard let match = block.info.wholeMatch(of: /[a-z]+ (?<program>\w+)\/(?<part>\d+)/) else { return nil }
            program = match.program
            part = Int(match.part) ?? 0
        }
    }

    private static let documents = Document.all.filter { $0.path.hasPrefix("docs/tutorial/") }

    @Test(
        "the outputs that chapters show are what their programs print",
        arguments: [
            "TutorialNetworks", "TutorialActivations", "TutorialLosses", "TutorialBackpropagation",
            "TutorialHyperparameters", "TutorialDigits",
        ])
    func outputs(_ program: String) throws {
        let folder = try TemporaryFolder()
        let run = try Tool.run(program, folder: folder.path)
        #expect(run.exited && run.status == 0, "\(run.error)")
        for picture in try Self.pictures(of: program) {
            #expect(folder.names.contains(picture), "\(program) does not write \(picture)")
        }
        let parts = run.output.split(separator: "---\n").map { $0.trimmingCharacters(in: .newlines) + "\n" }
        var count = 0
        for document in Self.documents {
            if ProcessInfo.processInfo.environment["SUMI_RECORD"] != nil {
                let text = try document.replacingBlocks { block in
                    guard let source = Source(block), source.program == program else { return block.text }
                    return parts.indices.contains(source.part - 1) ? parts[source.part - 1] : block.text
                }
                try Data(text.utf8).write(to: document.url)
            }
            for block in try document.blocks() {
                guard let source = Source(block), source.program == program else { continue }
                count += 1
                try #require(parts.indices.contains(source.part - 1), "\(document.path): \(block.info)")
                let printed = parts[source.part - 1]
                let isSame =
                    block.language == "text"
                    ? NumberedText(block.text).isClose(to: NumberedText(printed))
                    : block.text.split(separator: "\n").count == printed.split(separator: "\n").count
                #expect(isSame, "\(document.path), \(block.info):\n\(block.text)is now\n\(printed)")
            }
        }
        #expect(count > 0, "no chapter shows what \(program) prints")
    }

    @Test(
        "the programs on MNIST and Fashion-MNIST run as they stand",
        arguments: [("TutorialMNIST", "mnist"), ("TutorialFashionMNIST", "fashion-mnist")])
    func programs(_ program: String, folder: String) throws {
        let data = try TemporaryFolder()
        try GeneratedImages.write(to: data, name: folder, training: 100, test: 20)
        let work = try TemporaryFolder()
        let run = try Tool.run(program, data: data.path, folder: work.path)
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.output.contains("test accuracy:"))
        #expect(Set(try Self.pictures(of: program)).isSubset(of: work.names))
    }

    @Test("each picture is written by a program, is there, and is shown in a chapter and its translation")
    func pictures() throws {
        let programs = try FileManager.default.contentsOfDirectory(
            atPath: Document.root.appendingPathComponent("Snippets/Tutorial").path)
        let written = try programs.flatMap { try Self.pictures(of: String($0.dropLast(6))) }
        let images = Document.root.appendingPathComponent("docs/tutorial/images").path
        #expect(try FileManager.default.contentsOfDirectory(atPath: images).sorted() == written.sorted())
        for ending in [".md", ".zh-CN.md"] {
            let chapters = Self.documents.filter { $0.path.hasSuffix(".zh-CN.md") == (ending == ".zh-CN.md") }
            let shown = try chapters.flatMap { try $0.text().matches(of: /\]\(images\/([^)]+)\)/).map { String($0.1) } }
            #expect(shown.sorted() == written.sorted(), "chapters \(ending)")
        }
    }

    /// The names of the pictures that a program writes.
    private static func pictures(of program: String) throws -> [String] {
        try Document(path: "Snippets/Tutorial/\(program).swift").text()
            .matches(of: /write\(to: "([a-z-]+\.(?:svg|png))"\)/).map { String($0.1) }
    }

    @Test("texts are close where their words are the same and their numbers nearly so")
    func closeness() {
        let text = NumberedText("1/1 - 2ms/step - loss: 0.50  [0.  1.]")
        #expect(text.isClose(to: NumberedText("1/1 - 15ms/step - loss: 0.51 [0. 1.]")))
        #expect(!text.isClose(to: NumberedText("1/1 - 2ms/step - loss: 0.60 [0. 1.]")))
        #expect(!text.isClose(to: NumberedText("2/2 - 2ms/step - loss: 0.50 [0. 1.]")))
        #expect(!text.isClose(to: NumberedText("1/1 - 2ms/step - loss: 0.50 [0. 1.] 1.5")))
    }
}

/// A text, apart from its fractional numbers and times.
private struct NumberedText {
    var words: String
    var numbers: [Double]

    init(_ text: String) {
        let pattern = /-?\d+\.\d*(?:e-?\d+)?/
        // "0." of a printed tensor is a number, too.
        numbers = text.matches(of: pattern).compactMap { Double($0.output + ($0.output.hasSuffix(".") ? "0" : "")) }
        words = text.replacing(pattern, with: "#").replacing(/\d+(?:s|ms|us)\b/, with: "time")
            .replacing(/[ ]+/, with: " ")
    }

    /// Instruction sets add up in different orders, which a training run makes visible: 5 in 100, and 0.03 for accuracies
    /// near 0.
    func isClose(to other: NumberedText) -> Bool {
        words == other.words && numbers.count == other.numbers.count
            && zip(numbers, other.numbers).allSatisfy { abs($0 - $1) <= 0.03 + 0.05 * abs($0) }
    }
}
