import ArgumentParser
import SumiReport

/// `sumi plot network`: the layers of a model as a diagram.
struct PlotNetworkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network",
        abstract: "Draw the layers of a model or network, with their shapes, parameters and branches.",
        discussion: """
            Examples:
              sumi plot network residual.keras -o network.svg
              sumi plot network --network deep -o deep.pdf --no-shapes
            """)

    @OptionGroup
    var choice: ModelChoice

    @Flag(inversion: .prefixedNo, help: "Name the shape of each layer's output.")
    var shapes = true

    @Flag(inversion: .prefixedNo, help: "Name the number of each layer's parameters.")
    var parameters = true

    @OptionGroup
    var output: PlotOutput

    func run() throws {
        let file = try output.file()
        try file.write(.network(choice.load(), showShapes: shapes, showParameters: parameters))
    }
}
