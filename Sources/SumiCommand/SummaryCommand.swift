import ArgumentParser
import Sumi

/// `sumi summary`: layers, shapes and parameters of a model or a network.
struct SummaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary",
        abstract: "Print the layers of a model or network, their output shapes and numbers of parameters.",
        discussion: """
            A network that is named is the one for 28x28 grey images and 10 classes.

            Examples:
              sumi summary mnist-tutorial.keras
              sumi summary --network deep
            """)

    @OptionGroup
    var choice: ModelChoice

    func run() throws { try choice.load().summary() }
}
