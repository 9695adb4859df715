import Foundation
import Testing

@Suite("sumi plot")
struct PlotTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            Array("epoch,accuracy,loss,val_accuracy,val_loss\n0,0.5,1.5,0.6,1.2\n1,0.7,0.9,0.7,0.8\n".utf8), to: "a.csv"
        )
        try folder.write(Array("epoch,loss\n0,2\n1,1\n2,0.5\n".utf8), to: "b.csv")
    }

    @Test(
        "curves are drawn as the kind of file that is asked for", arguments: ["curves.png", "curves.svg", "curves.pdf"])
    func history(_ name: String) throws {
        let run = try Tool.sumi("plot", "history", folder.path("a.csv"), folder.path("b.csv"), "-o", folder.path(name))
        #expect(run.exited && run.status == 0 && run.output.isEmpty && run.error.isEmpty, "\(run.error)")
        let start = try Data(contentsOf: URL(fileURLWithPath: folder.path(name))).prefix(5)
        #expect([Data([0x89, 0x50, 0x4E, 0x47, 0x0D]), Data("<?xml".utf8), Data("%PDF-".utf8)].contains(start))
    }

    @Test("another kind of file is a usage error that names the kinds")
    func kind() throws {
        let run = try Tool.sumi("plot", "history", folder.path("a.csv"), "-o", folder.path("curves.jpg"))
        #expect(run.exited && run.status == 64 && run.error.contains(".png, .svg or .pdf"), "\(run.error)")
    }

    @Test("what cannot be read or drawn is one line")
    func errors() throws {
        try folder.write(Array("epoch,loss\n0,x\n".utf8), to: "bad.csv")
        try folder.write([0xFF, 0xFE, 0x00, 0x80], to: "bytes.csv")
        for arguments in [
            [folder.path("none.csv")], [folder.path("bad.csv")], [folder.path("bytes.csv")], [folder.path],
            [folder.path("a.csv"), "--log", "nothing"],
        ] {
            let run = try Tool.run("sumi", ["plot", "history"] + arguments + ["-o", folder.path("c.png")])
            #expect(run.exited && run.status == 1, "\(arguments)")
            #expect(run.error.hasPrefix("sumi: ") && run.error.split(separator: "\n").count == 1, "\(run.error)")
        }
    }

    @Test("training leaves a page and logs for TensorBoard where they are asked for")
    func training() throws {
        let data = try TemporaryFolder()
        try GeneratedImages.write(to: data, training: 60, test: 20)
        let run = try Tool.sumi(
            "train", "mnist", "--epochs", "2", "--batch-size", "20", "--dashboard", "--report", folder.path("page"),
            "--tensorboard", folder.path("logs"), data: data.path)
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.output.contains("Report: \(folder.path("page"))/index.html\n"))
        #expect(try folder.text("page/index.html").contains("Learning curve of loss"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path("logs")).sorted() == [
                "train", "validation",
            ])
        // Its output is no terminal: no codes reach it.
        #expect(!run.error.contains("\u{1B}"))
    }
}
