import SumiData

/// The files of one data set, and the folder of the user's cache in which ``SumiData`` looks for them.
package struct DatasetFiles: Sendable {
    package var name: String
    /// Below the cache.
    package var folder: String
    package var files: [RemoteFile]

    package init(name: String, folder: String, files: [RemoteFile]) {
        self.name = name
        self.folder = folder
        self.files = files
    }

    /// A set in MNIST's form: images and labels, to train and to test, as IDX files packed with gzip.
    ///
    /// - Parameters:
    ///   - sizes: of the four files in bytes: `train-images`, `train-labels`, `t10k-images`, `t10k-labels`.
    ///   - checksums: their SHA-256, in the same order.
    ///   - mirrors: folders that hold all four.
    package init(name: String, folder: String, sizes: [Int], checksums: [String], mirrors: [String]) {
        let names = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]
        let files = zip(names, zip(sizes, checksums)).map { name, file in
            let name = "\(name)-ubyte.gz"
            return RemoteFile(
                name: name, size: file.0, sha256: file.1, mirrors: mirrors.map { $0 + name })
        }
        self.init(name: name, folder: folder, files: files)
    }

    /// Fetches all files.
    ///
    /// - Returns: the folder.
    package func download(
        to folder: String? = nil, with downloader: Downloader, progress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws -> String {
        guard let folder = folder ?? DataFolders().cache.map({ "\($0)/\(self.folder)" }) else {
            throw DownloadError(
                "there is no folder to keep \(name) in: set HOME or XDG_CACHE_HOME, or name a folder")
        }
        do {
            for file in files { try await downloader.fetch(file, into: folder, progress: progress) }
        } catch let error as DownloadError {
            throw DownloadError(
                "\(name): \(error) What has come so far is kept, and another try goes on from there. "
                    + "Or bring the files into \(folder) by other means: "
                    + files.map(\.name).joined(separator: ", ") + ".")
        }
        return folder
    }
}
