import SumiData

extension FashionMNIST {
    /// Fetches the set's four files, 30.9 MB, as ``SumiData/MNIST/download(to:within:progress:)`` does.
    ///
    /// - Returns: the folder, `fashion-mnist` in the user's cache unless another is named.
    /// - Throws: ``DownloadError``.
    @discardableResult
    public static func download(
        to folder: String? = nil, within limit: Duration? = nil,
        progress: @escaping @Sendable (DownloadProgress) -> Void = DownloadProgress.console
    ) async throws -> String {
        try await remote.download(to: folder, with: Downloader(within: limit), progress: progress)
    }

    package static let remote = DatasetFiles(
        name: "Fashion-MNIST", folder: "fashion-mnist", sizes: [26_421_880, 29515, 4_422_102, 5148],
        checksums: [
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        ],
        mirrors: [
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
            "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
        ])
}
