import Foundation

/// A small HTTP server on this machine, which can be as bad as servers are.
final class LoopbackServer: @unchecked Sendable {
    /// One request: its path, and the first byte that its range asks for.
    struct Request {
        var path: String
        var offset: Int
    }

    /// What the server does for an answer, in order; then it closes the connection.
    enum Action {
        case send(String)
        case bytes([UInt8])
        case wait(seconds: Double)
    }

    private let socketDescriptor: Int32
    private let lock = NSLock()
    private var seen: [Request] = []
    private var isStopped = false
    let port: UInt16

    /// All requests so far.
    var requests: [Request] { lock.withLock { seen } }

    init(_ answer: @escaping @Sendable (Request) -> [Action]) throws {
        signal(SIGPIPE, SIG_IGN)
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let server = socket(AF_INET, kind, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(server, $0, size) == 0 && listen(server, 16) == 0 && getsockname(server, $0, &size) == 0
            }
        }
        guard server >= 0, isBound else { throw CocoaError(.fileNoSuchFile) }
        socketDescriptor = server
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            // Closed here and nowhere else: its number is another server's as soon as it is free, whose connections
            // this thread would accept.
            defer { close(server) }
            while true {
                let client = accept(server, nil, nil)
                guard client >= 0 else { return }
                guard let server = self else {
                    close(client)
                    return
                }
                Thread.detachNewThread {
                    server.serve(client, answer)
                    close(client)
                }
            }
        }
    }

    func stop() {
        lock.withLock {
            if !isStopped { shutdown(socketDescriptor, Int32(SHUT_RDWR)) }
            isStopped = true
        }
    }

    deinit { stop() }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

    private func serve(_ client: Int32, _ answer: (Request) -> [Action]) {
        var head: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: head, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            head += buffer[..<count]
        }
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        let path = lines[0].split(separator: " ")[1].dropFirst()
        let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
        let offset = range.flatMap { Int($0.dropFirst(13).prefix { $0 != "-" }) } ?? 0
        let request = Request(path: String(path), offset: offset)
        lock.withLock { seen.append(request) }
        for action in answer(request) {
            switch action {
            case .send(let text): guard send(client, Array(text.utf8)) else { return }
            case .bytes(let bytes): guard send(client, bytes) else { return }
            case .wait(let seconds): Thread.sleep(forTimeInterval: seconds)
            }
        }
    }

    private func send(_ client: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.send(client, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

extension [LoopbackServer.Action] {
    /// The whole file, or the rest from `offset` as servers with ranges send it.
    static func file(_ content: [UInt8], from offset: Int = 0) -> [LoopbackServer.Action] {
        let rest = Array<UInt8>(content.dropFirst(offset))
        let status =
            offset == 0
            ? "200 OK\r\n"
            : "206 Partial Content\r\nContent-Range: bytes \(offset)-\(content.count - 1)/\(content.count)\r\n"
        return [
            .send("HTTP/1.1 \(status)Content-Length: \(rest.count)\r\nConnection: close\r\n\r\n"), .bytes(rest),
        ]
    }

    static func status(_ line: String, _ headers: String...) -> [LoopbackServer.Action] {
        [
            .send(
                "HTTP/1.1 \(line)\r\n\(headers.map { $0 + "\r\n" }.joined())Content-Length: 0\r\nConnection: close\r\n\r\n"
            )
        ]
    }
}
