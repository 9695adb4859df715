import Testing

@Suite("sumi summary")
struct SummaryTests {
    @Test("the networks are those of the tutorial", arguments: ["tutorial", "deep"])
    func networks(_ name: String) throws {
        let run = try Tool.sumi("summary", "--network", name)
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        try Snapshot.check(run.output, "summary-\(name)")
        // Counted by hand: 320 + 18496 + 204928 + 1290, and 320 + 9248 + 18496 + 36928 + 73856 + 147584 + 590336 + 5130.
        #expect(run.output.contains(name == "tutorial" ? "225,034" : "881,898"))
    }

    @Test("on standard output into a pipe there are no colours")
    func plain() throws {
        let run = try Tool.sumi("summary")
        #expect(!run.output.contains("\u{1B}"))
    }
}
