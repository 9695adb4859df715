import Foundation
import Testing

@Suite("sumi report")
struct ReportTests {
    let trained: SmallModel
    let folder: TemporaryFolder

    init() throws {
        trained = try SmallModel.shared.get()
        folder = try TemporaryFolder()
    }

    private func report(_ arguments: String...) throws -> Tool {
        try Tool.run("sumi", ["report"] + arguments, data: trained.data)
    }

    @Test("a page holds figures, mistakes, charts and the history of the model's file, the learning rate included")
    func page() throws {
        let run = try report(trained.model, "mnist", "-o", folder.path("a/b"))
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        #expect(run.output == "Report: \(folder.path("a/b"))/index.html\n")
        let page = try folder.text("a/b/index.html")
        for part in [
            "<title>small on MNIST</title>", "50 samples, 10 classes", "Learning curve of loss",
            "Learning curve of learning_rate", "Confusion matrix", "macro avg", "Diagram", "Total params",
        ] { #expect(page.contains(part), "\(part) is missing") }
    }

    @Test("a page that is there stays as it is, unless --force is given")
    func existing() throws {
        try folder.write(Array("mine".utf8), to: "page/index.html")
        let run = try report(trained.model, "mnist", "-o", folder.path("page"))
        #expect(run.exited && run.status == 1 && run.output.isEmpty)
        #expect(run.error.contains("page/index.html") && run.error.contains("--force"), "\(run.error)")
        #expect(try folder.text("page/index.html") == "mine")
        let forced = try report(trained.model, "mnist", "-o", folder.path("page"), "--force")
        #expect(forced.exited && forced.status == 0, "\(forced.error)")
        #expect(try folder.text("page/index.html").hasPrefix("<!DOCTYPE html>"))
    }

    @Test("a file of Keras gets a page without curves, and with those of --history")
    func keras() throws {
        let run = try report(trained.plain, "mnist", "-o", folder.path("plain"))
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.error.contains("assumed: pixels go in as value / 255"), "\(run.error)")
        #expect(try !folder.text("plain/index.html").contains("Learning curve"))
        let with = try report(
            trained.plain, "mnist", "--quiet", "-o", folder.path("with"), "--history", trained.history)
        #expect(with.exited && with.status == 0 && with.error.isEmpty, "\(with.error)")
        let page = try folder.text("with/index.html")
        #expect(page.contains("Learning curve of loss") && page.contains("Learning curve of accuracy"))
    }

    @Test("the training images may be asked for, and fewer of them")
    func images() throws {
        let run = try report(trained.model, "mnist", "--train", "--limit", "120", "-o", folder.path("page"))
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(try folder.text("page/index.html").contains("120 samples"))
    }

    @Test("what cannot be reported is one line, and leaves no page")
    func errors() throws {
        try folder.write([], to: "file")
        try folder.write(Array("epoch,loss\n0,x\n".utf8), to: "bad.csv")
        try folder.write(Array("not a model".utf8), to: "bad.keras")
        let page = folder.path("page")
        for (arguments, expected) in [
            ([folder.path("none.keras"), "mnist", "-o", page], "none.keras"),
            ([folder.path("bad.keras"), "mnist", "-o", page], "bad.keras"),
            ([trained.model, "fashion-mnist", "-o", page], "Fashion-MNIST was not found"),
            ([trained.model, folder.path("none"), "-o", page], "none"),
            ([trained.model, "mnist", "-o", folder.path("file")], "folder"),
            ([trained.model, "mnist", "-o", folder.path("file/page")], "folder"),
            ([trained.model, "mnist", "-o", page, "--classes", "a,b"], "10 classes"),
            ([trained.model, "mnist", "-o", page, "--history", folder.path("bad.csv")], "line 2"),
            ([trained.model, "mnist", "-o", page, "--history", folder.path("none.csv")], "none.csv"),
            ([trained.model, "mnist", "-o", page, "--history", trained.plain], "how it was trained"),
        ] {
            let run = try Tool.run("sumi", ["report"] + arguments, data: trained.data)
            #expect(run.exited && run.status == 1 && run.output.isEmpty, "\(arguments)")
            #expect(run.error.hasPrefix("sumi: ") && run.error.split(separator: "\n").count == 1, "\(run.error)")
            #expect(run.error.contains(expected), "\(run.error)")
        }
        #expect(folder.names == ["bad.csv", "bad.keras", "file"])
    }

    @Test("training refuses to replace a page before it begins")
    func training() throws {
        try folder.write(Array("mine".utf8), to: "page/index.html")
        let run = try Tool.run(
            "sumi", ["train", "mnist", "--epochs", "1", "--report", folder.path("page")], data: trained.data,
            folder: folder.path)
        #expect(run.exited && run.status == 1 && run.error.contains("--force"), "\(run.error)")
        #expect(folder.names == ["page"])
    }

    @Test("the demo leaves a page")
    func demo() throws {
        let run = try Tool.run(
            "sumi", ["demo", "--data", "mnist", "--epochs", "1", "--limit", "40"], data: trained.data,
            folder: folder.path)
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.output.contains("Report: sumi-demo/report/index.html"), "\(run.output)")
        #expect(try folder.text("sumi-demo/report/index.html").contains("Learning curve of val_") == false)
        #expect(try folder.text("sumi-demo/report/index.html").contains("Learning curve of loss"))
    }
}
