import SumiData

extension NamedDataset {
    /// Fetches the set's files as ``SumiData/MNIST/download(to:within:progress:)`` does.
    ///
    /// - Returns: the folder; `nil` for `handwriting`, which is drawn.
    /// - Throws: ``DownloadError``.
    @discardableResult
    public func download(
        to folder: String? = nil, within limit: Duration? = nil,
        progress: @escaping @Sendable (DownloadProgress) -> Void = DownloadProgress.console
    ) async throws -> String? {
        switch self {
        case .mnist: try await MNIST.download(to: folder, within: limit, progress: progress)
        case .fashionMNIST: try await FashionMNIST.download(to: folder, within: limit, progress: progress)
        case .cifar10: try await CIFAR10.download(to: folder, within: limit, progress: progress)
        case .handwriting: nil
        }
    }
}
