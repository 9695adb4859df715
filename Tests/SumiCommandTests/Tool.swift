import Foundation

/// One run of a program that the package builds, as a user runs it.
struct Tool {
    let status: Int32
    /// Whether it ended by itself, not by a signal: a trap is a signal.
    let exited: Bool
    let output: String
    let error: String

    /// A program that is running.
    struct Running {
        let process: Process
        /// What it has written to standard error so far.
        let error: () throws -> String

        /// Waits until `condition` holds or the program has ended, half a minute at most.
        func wait(until condition: () throws -> Bool) rethrows {
            let end = Date() + 30
            while try process.isRunning && !condition() && Date() < end { usleep(2000) }
        }

        func send(_ signal: Int32) { kill(process.processIdentifier, signal) }
    }

    /// Runs `sumi` with these arguments.
    ///
    /// - Parameters:
    ///   - data: what `SUMI_DATA` is set to.
    ///   - environment: more variables; nothing of this process's own reaches the program, except what finds libraries.
    static func sumi(
        _ arguments: String..., data: String? = nil, environment: [String: String] = [:]
    ) throws -> Tool {
        try run("sumi", arguments, data: data, environment: environment)
    }

    /// - Parameters:
    ///   - program: a program of the package, or the path of another.
    ///   - folder: where the program runs; a new folder by default.
    ///   - disturb: is called while the program runs.
    static func run(
        _ program: String, _ arguments: [String] = [], data: String? = nil, environment: [String: String] = [:],
        folder: String? = nil, disturb: (Running) throws -> Void = { _ in }
    ) throws -> Tool {
        let home = try TemporaryFolder()
        let process = Process()
        process.executableURL = program.hasPrefix("/") ? URL(fileURLWithPath: program) : self.program(program)
        process.arguments = arguments
        process.environment = environment.merging(["HOME": home.path, "SUMI_DATA": data ?? ""]) { given, _ in given }
            .merging(inherited) { given, _ in given }
        let work = try TemporaryFolder()
        process.currentDirectoryURL = URL(fileURLWithPath: folder ?? work.path)
        // Files, not pipes: a pipe that nobody empties would stop the program.
        let output = try home.handle("output")
        let error = try home.handle("error")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = error
        try process.run()
        try disturb(Running(process: process) { try home.text("error") })
        process.waitUntilExit()
        return Tool(
            status: process.terminationStatus, exited: process.terminationReason == .exit,
            output: try home.text("output"), error: try home.text("error"))
    }

    /// Runs `sumi` with its standard output on a terminal of 80 columns; `output` is what reached it.
    static func sumiInTerminal(_ arguments: [String], data: String?, environment: [String: String]) throws -> Tool {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = program("sumi")
        process.arguments = arguments
        process.environment = environment.merging([
            "HOME": folder.path, "SUMI_DATA": data ?? "", "TERM": "xterm", "COLUMNS": "80",
        ]) { given, _ in given }.merging(inherited) { given, _ in given }
        process.standardInput = FileHandle.nullDevice
        let terminal = try PseudoTerminal()
        let error = try folder.handle("error")
        process.standardOutput = terminal.program
        process.standardError = error
        try process.run()
        try terminal.program.close()
        let output = terminal.readAll()
        process.waitUntilExit()
        return Tool(
            status: process.terminationStatus, exited: process.terminationReason == .exit, output: output,
            error: try folder.text("error"))
    }

    private static let inherited = ProcessInfo.processInfo.environment.filter {
        ["PATH", "LD_LIBRARY_PATH", "TMPDIR"].contains($0.key)
    }

    /// Programs lie beside the bundle of these tests.
    static func program(_ name: String) -> URL { Bundle.main.bundleURL.appendingPathComponent(name) }
}
