import ArgumentParser

/// `sumi data`: the data sets on this machine.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "List, fetch, show and export data sets.",
        discussion: """
            Examples:
              sumi data list
              sumi data fetch mnist
              sumi data show fashion-mnist --class Bag
              sumi data export mnist digits --limit 1000
            """,
        subcommands: [
            DataListCommand.self, DataFetchCommand.self, DataShowCommand.self, DataExportCommand.self,
        ])
}
