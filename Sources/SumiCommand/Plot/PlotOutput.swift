import ArgumentParser
import SumiReport

/// Where a chart goes.
struct PlotOutput: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write: .png, .svg or .pdf.", valueName: "file"),
        completion: .file(extensions: ["png", "svg", "pdf"]))
    var output: String

    @Flag(help: "Light on dark, for screens.")
    var dark = false

    /// Refuses other endings before anything is computed.
    func validate() throws { try checkChartName(output) }

    func write(_ chart: Chart) throws { try chart.themed(dark ? .dark : .light).write(to: output) }
}

/// Refuses names that no chart can be written as.
func checkChartName(_ path: String) throws {
    do { _ = try ChartFormat(path: path) } catch { throw ValidationError("\(error).") }
}
