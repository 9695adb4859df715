import CSumiCurl
import Dispatch
import Synchronization

/// One request for a file, or for the rest of it, written to disk as it comes.
///
/// It runs on one queue; only that it is cancelled comes from elsewhere.
final class Transfer: @unchecked Sendable {
    private let url: String
    private let expected: Int
    private let part: PartialFile
    private let onBytes: @Sendable (Int) -> Void
    private let isCancelled = Atomic(false)

    private var head = AnswerHead()
    private var isAccepted = false
    private var failure: DownloadError?
    private var lastActivity = ContinuousClock.now
    private var stallLimit = Duration.zero
    private var deadline: ContinuousClock.Instant?

    /// - Parameter expected: bytes of the whole file: a server that speaks of another number has another file.
    init(_ url: String, expected: Int, into part: PartialFile, onBytes: @escaping @Sendable (Int) -> Void) {
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
        (self.stallLimit, self.deadline) = (stallLimit, deadline)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // On a thread of its own: it waits for the network, which no task may.
                DispatchQueue(label: "sumi.download").async {
                    continuation.resume(with: Result { try self.fetch() })
                }
            }
        } onCancel: {
            isCancelled.store(true, ordering: .relaxed)
        }
    }

    private func fetch() throws {
        lastActivity = .now
        let offset = part.size
        let end = url.withCString { url in
            "\(offset)-".withCString { range in
                var request = sumi_request()
                request.url = url
                request.range = offset > 0 ? range : nil
                request.redirects = 10
                request.context = Unmanaged.passUnretained(self).toOpaque()
                request.goes_on = { Transfer.at($0).goesOn() }
                request.head = { Transfer.at($0).take(headLine: UnsafeBufferPointer(start: $1, count: $2)) }
                request.body = { Transfer.at($0).take(UnsafeRawBufferPointer(start: $1, count: $2)) }
                return Int(sumi_curl_get(&request))
            }
        }
        if let failure { throw failure }
        guard end == SUMI_CURL_OK else { throw DownloadError(Self.text(end)) }
        // An answer may have no content.
        try acceptOnce()
        guard part.size == expected else { throw DownloadError("ended after \(part.size) of \(expected) bytes") }
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> Transfer {
        guard let context else { preconditionFailure("a request without its transfer") }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    // MARK: What libcurl asks and brings

    private func goesOn() -> Bool {
        let now = ContinuousClock.now
        if isCancelled.load(ordering: .relaxed) {
            failure = DownloadError("was interrupted")
        } else if now - lastActivity > stallLimit {
            failure = DownloadError("sent nothing for \(stallLimit.components.seconds) seconds")
        } else if let deadline, now > deadline {
            failure = DownloadError("took longer than there was time for")
        }
        return failure == nil
    }

    private func take(headLine line: UnsafeBufferPointer<UInt8>) {
        lastActivity = .now
        head.add(String(decoding: line, as: UTF8.self))
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        lastActivity = .now
        do {
            try acceptOnce()
            guard part.size + bytes.count <= expected else {
                throw DownloadError("sends more than the \(expected) bytes of the file")
            }
            try part.append(bytes)
            onBytes(part.size)
        } catch {
            failure = (error as? DownloadError) ?? DownloadError("\(error)")
        }
        return failure == nil
    }

    /// Makes the part ready for what the answer brings.
    private func acceptOnce() throws(DownloadError) {
        guard !isAccepted else { return }
        isAccepted = true
        switch head.status {
        case 200:
            // The whole file, whether the rest was asked for or not.
            try part.truncate()
            try check(total: head.length)
        case 206:
            guard let range = head.range, range.start == part.size else {
                throw DownloadError("answers with another part than it was asked for")
            }
            try check(total: range.total)
            try part.truncate(to: part.size)
        case 416:
            try part.truncate()
            throw DownloadError("has no such part of the file")
        default: throw DownloadError("answers with status \(head.status)")
        }
    }

    private func check(total: Int?) throws(DownloadError) {
        if let total, total != expected {
            throw DownloadError("has a file of \(total) bytes, not of \(expected)")
        }
    }

    private static func text(_ end: Int) -> String {
        switch end {
        case SUMI_CURL_MISSING:
            "cannot be asked: downloads need the library libcurl (package libcurl4 of Debian and Ubuntu)"
        case SUMI_CURL_COULDNT_RESOLVE_HOST: "cannot be found (no network?)"
        case SUMI_CURL_COULDNT_CONNECT: "cannot be reached"
        case SUMI_CURL_PARTIAL_FILE, SUMI_CURL_GOT_NOTHING, SUMI_CURL_RECV_ERROR: "broke the connection"
        case SUMI_CURL_SSL_CONNECT_ERROR, SUMI_CURL_PEER_FAILED_VERIFICATION: "cannot prove that it is what it says"
        case SUMI_CURL_TOO_MANY_REDIRECTS: "redirects without end"
        case SUMI_CURL_UNSUPPORTED_PROTOCOL: "redirects to what is not safe"
        default: "cannot be read: \(String(cString: sumi_curl_text(Int32(end))))"
        }
    }
}
