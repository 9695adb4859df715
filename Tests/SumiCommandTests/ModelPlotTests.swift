import Foundation
import Testing

/// Plots that a model is needed for.
@Suite("sumi plot of a model")
struct ModelPlotTests {
    let trained: SmallModel
    let folder: TemporaryFolder

    init() throws {
        trained = try SmallModel.shared.get()
        folder = try TemporaryFolder()
    }

    private func plot(_ arguments: String...) throws -> Tool {
        try Tool.run("sumi", ["plot"] + arguments, data: trained.data)
    }

    private func isPicture(_ name: String) throws -> Bool {
        let start = try Data(contentsOf: URL(fileURLWithPath: folder.path(name))).prefix(5)
        let expected = [
            "png": Data([0x89, 0x50, 0x4E, 0x47, 0x0D]), "svg": Data("<?xml".utf8), "pdf": Data("%PDF-".utf8),
        ]
        return expected[(name as NSString).pathExtension] == start
    }

    @Test(
        "each chart is drawn as the kind of file that is asked for", arguments: ["chart.png", "chart.svg", "chart.pdf"])
    func kinds(_ name: String) throws {
        let image = [trained.model, SmallModel.picture, "--framing", "fit", "--quiet"]
        for (number, arguments) in [
            ["history", trained.model, trained.history], ["confusion", trained.model, "mnist", "--cmap", "Viridis"],
            ["reliability", trained.model, "mnist", "--limit", "30"], ["weights", trained.model, "--bins", "10"],
            ["network", trained.model], ["network", "--network", "deep", "--no-shapes"],
            ["filters", trained.model, "--layer", "look", "--limit", "2", "--dark"],
            ["activations"] + image, ["activations"] + image + ["--layer", "decide", "--cmap", "heat"],
            ["gradcam"] + image, ["gradcam"] + image + ["--layer", "look", "--class", "3"],
        ].enumerated() {
            let file = "\(number)-\(name)"
            let run = try Tool.run(
                "sumi", ["plot"] + arguments + ["-o", folder.path(file)], data: trained.data)
            #expect(run.exited && run.status == 0 && run.output.isEmpty && run.error.isEmpty, "\(run.error)")
            #expect(try isPicture(file), "\(arguments)")
        }
    }

    @Test("a confusion matrix is shown where no file is named, as counts or as shares")
    func text() throws {
        let counts = try plot("confusion", trained.model, "mnist")
        #expect(counts.exited && counts.status == 0 && counts.error.isEmpty, "\(counts.error)")
        let lines = counts.output.split(separator: "\n")
        #expect(lines.count == 12 && lines[0].contains("Predicted label") && lines[1].hasPrefix("True label"))
        // Of each digit there are five, counted row by row.
        for line in lines.dropFirst(2) {
            #expect(line.split(separator: " ").dropFirst().compactMap { Int($0) }.reduce(0, +) == 5, "\(line)")
        }
        #expect(!counts.output.contains("\u{1B}"), "files get no codes of a terminal")
        for (option, sum) in [(["--normalize"], 10.0), (["--normalize", "all"], 1)] {
            let shares = try Tool.run(
                "sumi", ["plot", "confusion", trained.model, "mnist"] + option, data: trained.data)
            let values = shares.output.split(whereSeparator: \.isWhitespace).filter { $0.contains(".") }
            #expect(values.count == 100, "\(shares.output)")
            #expect(abs(values.compactMap { Double($0) }.reduce(0, +) - sum) < 0.2)
        }
    }

    @Test(
        "a terminal gets colours, unless NO_COLOR is set",
        .enabled(if: PseudoTerminal.isAvailable, "this system gives no pseudo-terminals"))
    func colors() throws {
        let arguments = ["plot", "confusion", trained.model, "mnist"]
        let colored = try Tool.sumiInTerminal(arguments, data: trained.data, environment: [:])
        #expect(colored.exited && colored.status == 0, "\(colored.error)")
        #expect(colored.output.contains("\u{1B}[48;5;"), "\(colored.output)")
        let plain = try Tool.sumiInTerminal(arguments, data: trained.data, environment: ["NO_COLOR": "1"])
        #expect(!plain.output.contains("\u{1B}"))
        let text = colored.output.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\n")
        #expect(zip(text, plain.output.split(separator: "\n")).allSatisfy { $0.hasPrefix($1) })
    }

    @Test("a file that is there stays as it is, unless --force is given", arguments: ["history", "network", "filters"])
    func existing(_ chart: String) throws {
        try folder.write(Array("mine".utf8), to: "chart.svg")
        let run = try plot(chart, trained.model, "-o", folder.path("chart.svg"))
        #expect(run.exited && run.status == 1 && run.error.contains("--force"), "\(run.error)")
        #expect(try folder.text("chart.svg") == "mine")
        let forced = try plot(chart, trained.model, "-o", folder.path("chart.svg"), "--force")
        #expect(forced.exited && forced.status == 0, "\(forced.error)")
        #expect(try isPicture("chart.svg"))
    }

    @Test("what cannot be drawn is one line that says how to mend it, and leaves no file")
    func errors() throws {
        let picture = SmallModel.picture
        let model = trained.model
        for (arguments, expected) in [
            (["network", folder.path("none.keras")], "none.keras"),
            (["history", trained.plain], "how it was trained"),
            (["filters", model, "--layer", "nothing"], "\"look\", \"flatten\", \"decide\""),
            (["filters", model, "--layer", "flatten"], "no kernel"),
            (["activations", model, picture, "--layer", "nothing"], "\"look\", \"flatten\", \"decide\""),
            (["activations", model, folder.path("none.png")], "none.png"),
            (["gradcam", model, picture, "--layer", "nothing"], "\"look\", \"flatten\", \"decide\""),
            (["gradcam", model, picture, "--layer", "decide"], "last convolution"),
            (["gradcam", model, picture, "--class", "ten"], "0, 1, 2, 3"),
            (["gradcam", model, picture, "--class", "10"], "no class 10"),
            (["gradcam", trained.plain, picture, "--class", "ten", "--quiet"], "--classes"),
            (["confusion", model, "cifar10"], "CIFAR-10 was not found"),
            (["confusion", folder.path("none.keras"), "mnist"], "none.keras"),
        ] {
            let framing = ["activations", "gradcam"].contains(arguments[0]) ? ["--framing", "fit"] : []
            let run = try Tool.run(
                "sumi", ["plot"] + arguments + framing + ["-o", folder.path("chart.png")], data: trained.data)
            #expect(run.exited && run.status == 1 && run.output.isEmpty, "\(arguments)")
            #expect(run.error.hasPrefix("sumi: ") && run.error.split(separator: "\n").count == 1, "\(run.error)")
            #expect(run.error.contains(expected), "\(run.error)")
        }
        #expect(folder.names.isEmpty)
        let run = try plot("network", model, "-o", folder.path("none/chart.png"))
        #expect(run.exited && run.status == 1 && run.error.contains("none/chart.png"), "\(run.error)")
    }
}
