import ArgumentParser
import SumiReport

/// Where a chart goes.
struct PlotOutput: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write: .png, .svg or .pdf.", valueName: "file"),
        completion: .file(extensions: ["png", "svg", "pdf"]))
    var output: String

    @OptionGroup
    var look: ChartOptions

    /// Refuses other endings before anything is computed.
    func validate() throws { try ChartFile.checkEnding(output) }

    /// - Throws: ``ToolError`` where the file is there already.
    func file() throws -> ChartFile { try ChartFile(output, look) }
}

/// How a chart is drawn and kept.
struct ChartOptions: ParsableArguments {
    @Flag(help: "Light on dark, for screens.")
    var dark = false

    @Flag(help: "Replace the file of --output if it is there.")
    var force = false
}

/// The file of a chart, looked at before anything is computed.
struct ChartFile {
    private let path: String
    private let theme: Theme

    /// - Throws: ``ToolError`` where the file is there, and is not to be replaced.
    init(_ path: String, _ look: ChartOptions) throws(ToolError) {
        self.path = path
        theme = look.dark ? .dark : .light
        if FileName.exists(path), !look.force {
            throw ToolError(
                "the file \"\(path)\" is already there: give --output another name, or replace it with --force")
        }
    }

    func write(_ chart: Chart) throws { try chart.themed(theme).write(to: path) }

    /// Refuses names that no chart can be written as.
    static func checkEnding(_ path: String) throws {
        do { _ = try ChartFormat(path: path) } catch { throw ValidationError("\(error).") }
    }
}
