#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The bytes of a regular file.
package final class FileSource: ByteSource {
    package let name: String
    /// The file's size in bytes when it was opened.
    package let size: Int
    private let descriptor: Int32

    /// - Throws: ``ArchiveError`` where there is no such file, it may not be read, or it is no regular file.
    package init(_ path: String) throws {
        name = path
        // Opening a pipe would otherwise wait for its other end.
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            size = 0
            throw ArchiveError("\(path): cannot be opened: \(Self.lastError)")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            size = 0
            close(descriptor)
            throw ArchiveError("\(path): is not a file")
        }
        size = Int(status.st_size)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let start = buffer.baseAddress, buffer.count > 0 else { return 0 }
        while true {
            // The system reads at most 2 GB at a time.
            let count = systemRead(descriptor, start, min(buffer.count, 1 << 30))
            if count >= 0 { return count }
            if errno != EINTR { throw ArchiveError("\(name): cannot be read: \(Self.lastError)") }
        }
    }

    /// Whether anything, of whatever kind, lies at `path`, be it a link that leads nowhere.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private static var lastError: String { String(cString: strerror(errno)) }
}

private func systemRead(_ descriptor: Int32, _ start: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, start, count)
}
