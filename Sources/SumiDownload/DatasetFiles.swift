import Foundation
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
