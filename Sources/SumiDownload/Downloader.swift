import SumiArchive

/// Fetches files: from several mirrors in turn, going on where an earlier try stopped, and nothing unchecked.
package struct Downloader: Sendable {
    /// How long a server may send nothing.
    package var stallLimit: Duration
    /// When all must be over.
    package var deadline: ContinuousClock.Instant?
    /// How often a mirror is asked that keeps breaking off after it has sent something.
    private static let tries = 4

    package init(stallLimit: Duration = .seconds(20), within limit: Duration? = nil) {
        self.stallLimit = stallLimit
        deadline = limit.map { .now + $0 }
    }

    /// Fetches `file` into `folder`, unless it is there already and right.
    ///
    /// What is there under the name and is not the right file is replaced when the right one has come. A try that
    /// failed leaves `NAME.part`, with which the next one goes on.
    ///
    /// - Throws: ``DownloadError`` with what each mirror did.
    package func fetch(
        _ file: RemoteFile, into folder: String, progress: @escaping @Sendable (DownloadProgress) -> Void = { _ in }
    ) async throws {
        let path = "\(folder)/\(file.name)"
        do {
            try Directory.create(folder)
        } catch {
            throw DownloadError("\(error)")
        }
        if isRight(path, file) { return }
        guard let part = try await partial(path, file) else { return }
        var failures: [String] = []
        for mirror in file.mirrors {
            do throws(DownloadError) {
                try await fetch(file, from: mirror, into: part, progress: progress)
                return try part.finish()
            } catch {
                failures.append("\(Self.host(mirror)) \(error)")
                if Task.isCancelled || isOver { break }
            }
        }
        if part.size == 0 { part.remove() }
        throw DownloadError("\(file.name) could not be fetched: \(failures.joined(separator: "; ")).")
    }

    /// `data.example.org` of `https://data.example.org/mnist/`.
    private static func host(_ url: String) -> Substring { url.split(separator: "/").dropFirst().first ?? url[...] }

    private var isOver: Bool { deadline.map { ContinuousClock.now > $0 } ?? false }

    private func isRight(_ path: String, _ file: RemoteFile) -> Bool {
        let size = (try? FileSource(path))?.size
        return size == file.size && (try? PartialFile.digest(of: path)) == file.sha256
    }

    /// The part to write, once no other process writes it; `nil` where that process has finished the file.
    private func partial(_ path: String, _ file: RemoteFile) async throws -> PartialFile? {
        while true {
            if let part = try PartialFile(path) {
                // Another process may have finished between the check and the lock.
                guard isRight(path, file) else { return part }
                part.remove()
                return nil
            }
            if isOver { throw DownloadError("\(file.name) is being fetched by another process") }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func fetch(
        _ file: RemoteFile, from mirror: String, into part: PartialFile,
        progress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws(DownloadError) {
        let report: @Sendable (Int) -> Void = { received in
            progress(DownloadProgress(file: file.name, received: received, total: file.size))
        }
        for attempt in 1...Self.tries {
            let before = part.size
            if before > file.size { try part.truncate() }
            do {
                if part.size < file.size || file.size == 0 {
                    let transfer = Transfer(mirror, expected: file.size, into: part, onBytes: report)
                    try await transfer.run(stallLimit: stallLimit, deadline: deadline)
                }
            } catch {
                let failure = (error as? DownloadError) ?? DownloadError("\(error)")
                // It goes on only where that has a chance: something came, or what was there was given up.
                let hasMoved = part.size != before
                if attempt == Self.tries || !hasMoved || Task.isCancelled || isOver { throw failure }
                continue
            }
            if try part.digest() == file.sha256 { return }
            // The beginning may be of another file, or of an earlier mistake: once more, and whole.
            try part.truncate()
            guard before > 0, attempt < Self.tries else {
                throw DownloadError("has a file with another checksum: it is damaged, or was changed")
            }
        }
    }
}
