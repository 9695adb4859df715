import Dispatch
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One request for a file, or for the rest of it, written to disk as it comes.
///
/// The session calls its delegate on one queue; only ``fail(_:)`` comes from elsewhere.
final class Transfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private struct Progress {
        var continuation: CheckedContinuation<Void, any Error>?
        var failure: DownloadError?
        var lastActivity = ContinuousClock.now
        var task: URLSessionDataTask?
    }

    private let url: URL
    private let expected: Int
    private let part: PartialFile
    private let onBytes: @Sendable (Int) -> Void
    private let progress = Mutex(Progress())
    private var redirects = 0

    /// - Parameter expected: bytes of the whole file: a server that speaks of another number has another file.
    init(_ url: URL, expected: Int, into part: PartialFile, onBytes: @escaping @Sendable (Int) -> Void) {
        self.url = url
        self.expected = expected
        self.part = part
        self.onBytes = onBytes
    }

    /// Fetches what the part lacks.
    ///
    /// - Parameters:
    ///   - stallLimit: how long nothing may come.
    ///   - deadline: when it must be over.
    func run(stallLimit: Duration, deadline: ContinuousClock.Instant?) async throws {
        var request = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData)
        // The checksum is that of the file as it is stored.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        request.setValue("sumi", forHTTPHeaderField: "User-Agent")
        let offset = part.size
        if offset > 0 { request.setValue("bytes=\(offset)-", forHTTPHeaderField: "Range") }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        // On a queue of its own: tasks may have to wait for a thread, a clock must not.
        let watch = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "sumi.download.watch"))
        watch.schedule(deadline: .now() + 0.1, repeating: 0.1)
        watch.setEventHandler { [weak self] in
            guard let self else { return }
            let now = ContinuousClock.now
            if now - progress.withLock({ $0.lastActivity }) > stallLimit {
                fail(DownloadError("sent nothing for \(stallLimit.components.seconds) seconds"))
            } else if let deadline, now > deadline {
                fail(DownloadError("took longer than there was time for"))
            }
        }
        watch.resume()
        defer { watch.cancel() }
        let task = session.dataTask(with: request)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                progress.withLock {
                    $0.continuation = continuation
                    $0.task = task
                }
                task.resume()
                if Task.isCancelled { fail(DownloadError("was interrupted")) }
            }
        } onCancel: {
            fail(DownloadError("was interrupted"))
        }
    }

    /// Ends the transfer with an error; later ones do not count.
    private func fail(_ error: DownloadError) {
        let (task, continuation) = progress.withLock { progress in
            if progress.failure == nil { progress.failure = error }
            let result = (progress.task, progress.continuation)
            progress.continuation = nil
            return result
        }
        task?.cancel()
        continuation?.resume(throwing: error)
    }

    private var hasFailed: Bool { progress.withLock { $0.failure != nil } }

    // MARK: What the session says

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) {
        redirects += 1
        let scheme = request.url?.scheme?.lowercased()
        var fault: DownloadError?
        if redirects > 10 {
            fault = DownloadError("redirects without end")
        } else if scheme != "https", url.scheme?.lowercased() == "https" || scheme != "http" {
            fault = DownloadError("redirects to \(request.url?.absoluteString ?? "nowhere"), which is not safe")
        }
        // A task must not be cancelled while it waits for this answer: Foundation traps.
        guard let fault else { return completionHandler(request) }
        progress.withLock { if $0.failure == nil { $0.failure = fault } }
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        progress.withLock { $0.lastActivity = .now }
        guard !hasFailed else { return completionHandler(.cancel) }
        do {
            guard let response = response as? HTTPURLResponse else {
                throw DownloadError("answers in no way that HTTP knows")
            }
            try accept(response)
            completionHandler(.allow)
        } catch {
            completionHandler(.cancel)
            fail((error as? DownloadError) ?? DownloadError("\(error)"))
        }
    }

    /// Makes the part ready for what the answer brings.
    private func accept(_ response: HTTPURLResponse) throws {
        switch response.statusCode {
        case 200:
            // The whole file, whether the rest was asked for or not.
            try part.truncate()
            try check(total: Int(response.expectedContentLength))
        case 206:
            let range = response.value(forHTTPHeaderField: "Content-Range") ?? ""
            guard let match = range.wholeMatch(of: /bytes (?<start>\d{1,18})-\d{1,18}\/(?<total>\d{1,18}|\*)/),
                Int(match.start) == part.size
            else { throw DownloadError("answers with another part than it was asked for (\"\(range)\")") }
            try check(total: Int(match.total) ?? -1)
            try part.truncate(to: part.size)
        case 416:
            try part.truncate()
            throw DownloadError("has no such part of the file")
        default: throw DownloadError("answers with status \(response.statusCode)")
        }
    }

    private func check(total: Int) throws {
        guard total < 0 || total == expected else {
            throw DownloadError("has a file of \(total) bytes, not of \(expected)")
        }
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard !hasFailed else { return }
        progress.withLock { $0.lastActivity = .now }
        do {
            guard part.size + data.count <= expected else {
                throw DownloadError("sends more than the \(expected) bytes of the file")
            }
            try data.withUnsafeBytes { try part.append($0) }
            onBytes(part.size)
        } catch {
            fail((error as? DownloadError) ?? DownloadError("\(error)"))
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        if let failure = progress.withLock({ $0.failure }) { return fail(failure) }
        if let error { return fail(DownloadError(Self.text(error))) }
        guard part.size == expected else {
            return fail(DownloadError("ended after \(part.size) of \(expected) bytes"))
        }
        let continuation = progress.withLock { progress in
            defer { progress.continuation = nil }
            return progress.failure == nil ? progress.continuation : nil
        }
        continuation?.resume()
    }

    private static func text(_ error: any Error) -> String {
        guard let error = error as? URLError else { return "\(error)" }
        return switch error.code {
        case .cannotFindHost, .dnsLookupFailed: "cannot be found (no network?)"
        case .cannotConnectToHost: "cannot be reached"
        case .networkConnectionLost: "broke the connection"
        case .timedOut: "did not answer in time"
        case .serverCertificateUntrusted, .secureConnectionFailed, .serverCertificateHasBadDate,
            .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid:
            "cannot prove that it is what it says"
        default: error.localizedDescription
        }
    }
}
