import Sumi
import SumiReport
import Testing

@Suite("Recorded training runs")
struct TrainingRunTests {
    @Test("the file of a CSV logger is read, missing values as gaps")
    func csv() throws {
        let text = "epoch,accuracy,loss,val_accuracy,val_loss\n0,0.5,1.5,NA,NA\n1,0.75,0.9,0.7,nan\n"
        let run = try TrainingRun(csv: text, name: "a")
        #expect(run.epochs == [0, 1])
        #expect(run.logs.map(\.name) == ["accuracy", "loss", "val_accuracy"])
        #expect(run["loss"] == [1.5, 0.9])
        let validation = try #require(run["val_accuracy"])
        #expect(validation[0].isNaN && validation[1] == 0.7)
    }

    @Test("other separators, quotes, line ends and missing epochs are understood")
    func variants() throws {
        let run = try TrainingRun(csv: "\"loss\";lr\r\n1;0.1\r\n0.5;1e-3\r\n")
        #expect(run.epochs == [0, 1] && run["loss"] == [1, 0.5] && run["lr"] == [0.1, 0.001])
    }

    @Test("what a model's file tells is a run, missing epochs as gaps; a file that tells nothing is none")
    func notes() throws {
        var notes = ModelNotes()
        #expect(TrainingRun(notes) == nil)
        notes.history = [
            .init(name: "loss", values: [.init(epoch: 2, value: 0.5), .init(epoch: 1, value: 1)]),
            .init(name: "val_loss", values: [.init(epoch: 2, value: 0.75)]),
        ]
        let run = try #require(TrainingRun(notes, name: "b"))
        #expect(run.name == "b" && run.epochs == [1, 2] && run["loss"] == [1, 0.5])
        let validation = try #require(run["val_loss"])
        #expect(validation[0].isNaN && validation[1] == 0.75)
    }

    @Test(
        "what is no history is an error with its line",
        arguments: [
            ("", "empty"), ("epoch,loss\n", "no epochs"), ("1,2\n3,4\n", "line 1"), ("epoch,loss\n0,a\n", "line 2"),
            ("epoch,loss\n0,1\n1\n", "line 3"),
        ])
    func errors(_ text: String, _ part: String) throws {
        let error = #expect(throws: ChartError.self) { try TrainingRun(csv: text, name: "h.csv") }
        #expect(error?.description.contains(part) == true)
    }
}
