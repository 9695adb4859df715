import Foundation
import SumiData
import SumiDownload
import Synchronization
import Testing

@Suite("Downloads")
struct DownloaderTests {
    private static let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

    private static let digest = {
        var hash = SHA256()
        content.withUnsafeBytes { hash.update($0) }
        return hash.finish()
    }()

    private func file(_ mirrors: String...) -> RemoteFile {
        RemoteFile(name: "digits.gz", size: Self.content.count, sha256: Self.digest, mirrors: mirrors)
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sumi-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    private func bytes(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }

    @Test(
        "SHA-256 is the standard's, however the bytes come",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func digest(_ text: String, _ expected: String) {
        for step in [1, 3, 64, 100] {
            var hash = SHA256()
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: step) {
                bytes[start..<min(start + step, bytes.count)].withUnsafeBytes { hash.update($0) }
            }
            #expect(hash.finish() == expected)
        }
    }

    @Test("a million letters have the digest that the standard gives")
    func longDigest() {
        var hash = SHA256()
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
        for _ in 0..<1000 { piece.withUnsafeBytes { hash.update($0) } }
        #expect(hash.finish() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("a file comes whole, with progress up to its end, and is not fetched twice")
    func whole() async throws {
        let server = try LoopbackServer { _ in .file(Self.content) }
        try await withFolder { folder in
            let last = Mutex(0)
            try await Downloader().fetch(file(server.url("a")), into: folder) { progress in
                last.withLock { $0 = progress.received }
            }
            #expect(bytes("\(folder)/digits.gz") == Self.content)
            #expect(last.withLock { $0 } == Self.content.count)
            #expect(bytes("\(folder)/digits.gz.part") == nil)
            try await Downloader().fetch(file(server.url("a")), into: folder)
            #expect(server.requests.count == 1)
        }
    }

    @Test("what was interrupted goes on where it stopped")
    func resume() async throws {
        let server = try LoopbackServer { .file(Self.content, from: $0.offset) }
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(Self.content[..<70000]).write(to: URL(fileURLWithPath: "\(folder)/digits.gz.part"))
            try await Downloader().fetch(file(server.url("a")), into: folder)
            #expect(bytes("\(folder)/digits.gz") == Self.content)
            #expect(server.requests.map(\.offset) == [70000])
        }
    }

    @Test("a connection that breaks is taken up again, and a server without ranges begins anew")
    func broken() async throws {
        let count = Mutex(0)
        let server = try LoopbackServer { request in
            let number = count.withLock {
                $0 += 1
                return $0
            }
            guard number == 1 else { return .file(Self.content) }
            return [
                .send("HTTP/1.1 200 OK\r\nContent-Length: \(Self.content.count)\r\n\r\n"),
                .bytes(Array(Self.content[..<50000])),
            ]
        }
        try await withFolder { folder in
            try await Downloader().fetch(file(server.url("a")), into: folder)
            #expect(bytes("\(folder)/digits.gz") == Self.content)
            #expect(server.requests.map(\.offset) == [0, 50000])
        }
    }

    @Test("a wrong beginning that is on disk is found out by the checksum, and all is fetched again")
    func wrongBeginning() async throws {
        let server = try LoopbackServer { .file(Self.content, from: $0.offset) }
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(repeating: 7, count: 1000).write(to: URL(fileURLWithPath: "\(folder)/digits.gz.part"))
            try await Downloader().fetch(file(server.url("a")), into: folder)
            #expect(bytes("\(folder)/digits.gz") == Self.content)
            #expect(server.requests.map(\.offset) == [1000, 0])
        }
    }

    @Test("a mirror that has no file, another size, corrupt bytes or sends too much is passed over")
    func nextMirror() async throws {
        var corrupt = Self.content
        corrupt[1234] ^= 1
        let (short, wrong) = (Array(Self.content.dropLast()), corrupt)
        let server = try LoopbackServer { request in
            switch request.path {
            case "missing": .status("404 Not Found")
            case "short": .file(short)
            case "corrupt": .file(wrong)
            case "endless":
                [.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), .bytes(Self.content), .bytes(Self.content)]
            default: .file(Self.content)
            }
        }
        try await withFolder { folder in
            let paths = ["missing", "short", "corrupt", "endless", "good"].map { server.url($0) }
            try await Downloader().fetch(
                file(paths[0], paths[1], paths[2], paths[3], paths[4]), into: folder)
            #expect(bytes("\(folder)/digits.gz") == Self.content)
        }
        try await withFolder { folder in
            let error = await #expect(throws: DownloadError.self) {
                try await Downloader().fetch(
                    file(server.url("missing"), server.url("short"), server.url("corrupt")), into: folder)
            }
            let message = error?.message ?? ""
            #expect(
                message.contains("404") && message.contains("199999 bytes") && message.contains("checksum"),
                "\(message)")
            #expect(bytes("\(folder)/digits.gz") == nil)
        }
    }

    @Test("a part that begins elsewhere than was asked for is not believed")
    func otherPart() async throws {
        let server = try LoopbackServer { request in
            request.path == "good"
                ? .file(Self.content, from: request.offset) : .file(Self.content, from: request.offset + 1)
        }
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(Self.content.prefix(1000)).write(to: URL(fileURLWithPath: "\(folder)/digits.gz.part"))
            try await Downloader().fetch(file(server.url("bad"), server.url("good")), into: folder)
            #expect(bytes("\(folder)/digits.gz") == Self.content)
            #expect(server.requests.map(\.offset) == [1000, 1000])
        }
    }

    @Test("a redirect away from HTTP is not followed")
    func otherProtocol() async throws {
        let server = try LoopbackServer { _ in .status("302 Found", "Location: file:///etc/hostname") }
        try await withFolder { folder in
            let error = await #expect(throws: DownloadError.self) {
                try await Downloader().fetch(file(server.url("a")), into: folder)
            }
            #expect(error?.message.contains("not safe") == true, "\(error?.message ?? "")")
        }
    }

    @Test("a download that is cancelled ends soon")
    func cancelled() async throws {
        let server = try LoopbackServer { _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: \(Self.content.count)\r\n\r\n"), .wait(seconds: 300)]
        }
        try await withFolder { folder in
            let task = Task { try await Downloader().fetch(file(server.url("a")), into: folder) }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            task.cancel()
            // The server would keep the connection for minutes: only the task's end ends it.
            let error = await #expect(throws: DownloadError.self) { try await task.value }
            #expect(error?.message.contains("interrupted") == true, "\(error?.message ?? "")")
        }
    }

    @Test("a server that stalls is given up, and what it sent is kept")
    func stall() async throws {
        let server = try LoopbackServer { _ in
            [
                .send("HTTP/1.1 200 OK\r\nContent-Length: \(Self.content.count)\r\n\r\n"),
                .bytes(Array(Self.content[..<60000])), .wait(seconds: 300),
            ]
        }
        try await withFolder { folder in
            // The server would keep the connection for minutes: only the limit ends it.
            let error = await #expect(throws: DownloadError.self) {
                try await Downloader(stallLimit: .seconds(1)).fetch(
                    file(server.url("a")), into: folder)
            }
            #expect(error?.message.contains("sent nothing") == true, "\(error?.message ?? "")")
            #expect(bytes("\(folder)/digits.gz") == nil)
            #expect((bytes("\(folder)/digits.gz.part")?.count ?? 0) > 0)
        }
    }

    @Test("what must be over is over in time")
    func deadline() async throws {
        let server = try LoopbackServer { _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: \(Self.content.count)\r\n\r\n")]
                + (0..<3000).flatMap { _ in [.bytes([1, 2, 3]), .wait(seconds: 0.1)] as [LoopbackServer.Action] }
        }
        try await withFolder { folder in
            // The server would drip for minutes: only the deadline ends it.
            let error = await #expect(throws: DownloadError.self) {
                try await Downloader(within: .seconds(1)).fetch(file(server.url("a")), into: folder)
            }
            #expect(error?.message.contains("longer than there was time for") == true, "\(error?.message ?? "")")
        }
    }

    @Test("redirects are followed, but not without end")
    func redirects() async throws {
        let server = try LoopbackServer { request in
            switch request.path {
            case "moved": .status("302 Found", "Location: /good")
            case "circle": .status("302 Found", "Location: /circle")
            default: .file(Self.content, from: request.offset)
            }
        }
        try await withFolder { folder in
            try await Downloader().fetch(file(server.url("moved")), into: folder)
            #expect(bytes("\(folder)/digits.gz") == Self.content)
        }
        try await withFolder { folder in
            await #expect(throws: DownloadError.self) {
                try await Downloader().fetch(file(server.url("circle")), into: folder)
            }
        }
    }

    @Test("two downloads of one file at once share it")
    func concurrent() async throws {
        let server = try LoopbackServer { .file(Self.content, from: $0.offset) }
        try await withFolder { folder in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await Downloader().fetch(file(server.url("a")), into: folder) }
                }
                try await group.waitForAll()
            }
            #expect(bytes("\(folder)/digits.gz") == Self.content)
            #expect(server.requests.count == 1)
        }
    }

    @Test("a server that is not there, and a folder that cannot be, are errors that say so")
    func nowhere() async throws {
        let server = try LoopbackServer { _ in [] }
        let url = server.url("a")
        server.stop()
        try await withFolder { folder in
            let error = await #expect(throws: DownloadError.self) {
                try await Downloader().fetch(file(url), into: folder)
            }
            #expect(error?.message.contains("127.0.0.1") == true, "\(error?.message ?? "")")
        }
        await #expect(throws: DownloadError.self) {
            try await Downloader().fetch(file(url), into: "/dev/null/folder")
        }
    }

    @Test("the data sets are fetched over HTTPS from several places, each file with its checksum")
    func sets() {
        for set in [MNIST.remote, FashionMNIST.remote, CIFAR10.remote] {
            for file in set.files {
                #expect(file.mirrors.count > 1 && file.mirrors.allSatisfy { $0.hasPrefix("https://") })
                #expect(file.sha256.count == 64 && file.size > 0)
            }
        }
    }
}
