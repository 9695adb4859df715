import ArgumentParser
import Sumi

/// `sumi summary`: layers, shapes and parameters of a network.
struct SummaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary",
        abstract: "Print the layers of a network, their output shapes and numbers of parameters.",
        discussion: """
            The network is the one for 28x28 grey images and 10 classes.

            Example:
              sumi summary --network deep
            """)

    @Option(help: "The network.")
    var network = NetworkName.tutorial

    func run() throws { try network.model(inputShape: [28, 28, 1], classes: 10).summary() }
}
