import SumiData

extension MNIST {
    /// Fetches the set's four files, 11.6 MB, into the user's cache (`$XDG_CACHE_HOME/sumi/mnist`, else
    /// `~/.cache/sumi/mnist`), where ``SumiData/MNIST/load()`` finds them. Files that are there and right stay.
    ///
    /// Several mirrors are tried in turn over HTTPS. What was interrupted goes on where it stopped, and no file takes
    /// its name before its SHA-256 is right.
    ///
    /// - Parameters:
    ///   - folder: another folder than the cache's.
    ///   - limit: how long it may take.
    ///   - progress: called as bytes arrive; by default a bar on standard error.
    /// - Returns: the folder.
    /// - Throws: ``DownloadError``: what each mirror did, and how to do without.
    @discardableResult
    public static func download(
        to folder: String? = nil, within limit: Duration? = nil,
        progress: @escaping @Sendable (DownloadProgress) -> Void = DownloadProgress.console
    ) async throws -> String {
        try await remote.download(to: folder, with: Downloader(within: limit), progress: progress)
    }

    package static let remote = DatasetFiles(
        name: "MNIST", folder: "mnist", sizes: [9_912_422, 28881, 1_648_877, 4542],
        checksums: [
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        ],
        mirrors: [
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
        ])
}
