import Foundation
import Testing

@Suite("Help")
struct HelpTests {
    @Test(
        "help texts are as recorded",
        arguments: [
            ("", "help"), ("demo", "help-demo"), ("train", "help-train"), ("summary", "help-summary"),
            ("bench", "help-bench"), ("report", "help-report"), ("plot", "help-plot"),
            ("plot history", "help-plot-history"),
            ("plot confusion", "help-plot-confusion"), ("plot network", "help-plot-network"),
            ("plot filters", "help-plot-filters"), ("plot activations", "help-plot-activations"),
            ("plot gradcam", "help-plot-gradcam"), ("plot reliability", "help-plot-reliability"),
            ("plot weights", "help-plot-weights"),
        ])
    func help(_ command: String, _ name: String) throws {
        let run = try Tool.run("sumi", command.split(separator: " ").map(String.init) + ["--help"])
        #expect(run.exited && run.status == 0 && run.error.isEmpty)
        try Snapshot.check(run.output, name)
        #expect(run.output.contains("sumi \(command)"), "help shows an example")
    }

    @Test("sumi alone shows the help")
    func nothing() throws {
        let run = try Tool.sumi()
        #expect(run.exited && run.status == 0)
        #expect(try run.output == Tool.sumi("--help").output)
    }

    @Test("the version is three numbers, and has its section or the next one's in the changelog")
    func version() throws {
        let run = try Tool.sumi("--version")
        #expect(run.exited && run.status == 0 && run.error.isEmpty)
        #expect(run.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }
}
