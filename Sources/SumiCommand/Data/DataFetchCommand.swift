import ArgumentParser
import Sumi
import SumiDownload

/// `sumi data fetch`: data sets from the network into the user's cache.
struct DataFetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetch data sets over the network into the user's cache.",
        discussion: """
            Several mirrors are tried in turn, what was interrupted goes on where it stopped, and nothing is used whose \
            checksum is not right.

            Examples:
              sumi data fetch mnist
              sumi data fetch mnist fashion-mnist cifar10
            """)

    @Argument(help: ArgumentHelp("The data sets.", valueName: "mnist|fashion-mnist|cifar10"))
    var names: [FetchedDataset]

    @Flag(name: .shortAndLong, help: "Print results only.")
    var quiet = false

    func run() async throws {
        let silence: @Sendable (DownloadProgress) -> Void = { _ in }
        let progress = quiet ? silence : DownloadProgress.console
        for name in names {
            if let folder = try await name.set.download(progress: progress) {
                print("\(name.set.rawValue): in \(folder)")
            }
        }
    }
}
