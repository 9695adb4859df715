import SumiData

extension CIFAR10 {
    /// Fetches the set's binary version, one archive of 170 MB, as ``SumiData/MNIST/download(to:within:progress:)`` does.
    ///
    /// - Returns: the folder, `cifar-10` in the user's cache unless another is named.
    /// - Throws: ``DownloadError``.
    @discardableResult
    public static func download(
        to folder: String? = nil, within limit: Duration? = nil,
        progress: @escaping @Sendable (DownloadProgress) -> Void = DownloadProgress.console
    ) async throws -> String {
        try await remote.download(to: folder, with: Downloader(within: limit), progress: progress)
    }

    package static let remote = DatasetFiles(
        name: "CIFAR-10", folder: "cifar-10",
        files: [
            RemoteFile(
                name: "cifar-10-binary.tar.gz", size: 170_052_171,
                sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                mirrors: [
                    "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
                    "https://apache-mxnet.s3-accelerate.dualstack.amazonaws.com/gluon/dataset/cifar10/cifar-10-binary.tar.gz",
                ])
        ])
}
