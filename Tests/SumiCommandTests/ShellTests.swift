import Foundation
import Testing

@Suite("Shells and terminals")
struct ShellTests {
    @Test(
        "completion scripts are there for each shell, and a shell takes them", arguments: ["bash", "zsh", "fish"])
    func completion(_ shell: String) throws {
        let run = try Tool.sumi("--generate-completion-script", shell)
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        for word in ["train", "evaluate", "predict", "inspect", "checkpoint-every", "fashion-mnist"] {
            #expect(run.output.contains(word), "\(word) is missing")
        }
        let program = ["/bin/\(shell)", "/usr/bin/\(shell)"].first(where: FileManager.default.isExecutableFile)
        guard let program else { return }
        let folder = try TemporaryFolder()
        try folder.write(Array(run.output.utf8), to: "script")
        let read = try Tool.run(program, ["-n", folder.path("script")])
        #expect(read.exited && read.status == 0, "\(read.error)")
    }

    /// Runs `sumi` with a terminal as standard output and error; gives what the terminal was sent.
    private func inTerminal(_ arguments: String, environment: [String: String] = [:]) throws -> String? {
        // From util-linux, which most systems have.
        let script = "/usr/bin/script"
        guard FileManager.default.isExecutableFile(atPath: script) else { return nil }
        let trained = try TrainedModel.shared.get()
        let folder = try TemporaryFolder()
        let command = "'\(Tool.program("sumi").path)' \(arguments.replacing("MODEL", with: "'\(trained.path)'"))"
        let run = try Tool.run(
            script, ["-qec", command, folder.path("typescript")], data: trained.folder.path,
            environment: ["TERM": "xterm-256color"].merging(environment) { $1 })
        #expect(run.exited && run.status == 0, "\(run.output)")
        return run.output
    }

    @Test(
        "a terminal gets colours, and none where NO_COLOR is set or the terminal is dumb",
        .enabled(if: PseudoTerminal.isAvailable, "this system gives no pseudo-terminals"))
    func colours() throws {
        let image = try TrainedModel.shared.get().images(0)[0]
        for command in ["predict MODEL '\(image)' --show", "summary MODEL", "evaluate MODEL mnist"] {
            guard let text = try inTerminal(command) else { return }
            #expect(text.contains("\u{1B}["), "\(command): \(text)")
            for environment in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
                let plain = try #require(try inTerminal(command, environment: environment))
                #expect(!plain.contains("\u{1B}["), "\(command): \(plain)")
            }
            let anyway = try #require(try inTerminal(command, environment: ["NO_COLOR": ""]))
            #expect(anyway.contains("\u{1B}["), "an empty NO_COLOR is none")
        }
    }

    @Test(
        "--quiet prints results alone",
        arguments: [
            "train mnist --epochs 1 --quiet --output q.keras", "evaluate MODEL mnist --quiet",
            "predict MODEL IMAGE --quiet", "data export mnist out --limit 3 -q",
        ])
    func quiet(_ arguments: String) throws {
        let trained = try TrainedModel.shared.get()
        let image = try trained.images(0)[0]
        let words = arguments.split(separator: " ").map { word in
            word == "MODEL" ? trained.path : word == "IMAGE" ? image : String(word)
        }
        let run = try Tool.run("sumi", words, data: trained.folder.path)
        #expect(run.exited && run.status == 0 && run.error.isEmpty && !run.output.isEmpty, "\(run.error)")
    }

    @Test("a reader that goes away ends the program quietly")
    func brokenPipe() throws {
        let trained = try TrainedModel.shared.get()
        let sumi = Tool.program("sumi").path
        let run = try Tool.run(
            "/bin/sh", ["-c", "'\(sumi)' data show mnist --count 60 | head -n 1"], data: trained.folder.path)
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        #expect(run.output.split(separator: "\n").count == 1)
    }
}
