#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file while it is fetched: `NAME.part`, which nothing else reads, held by one process at a time. It takes its name
/// when it is complete and checked.
final class PartialFile {
    private let path: String
    private let part: String
    private let descriptor: Int32

    /// Opens the part, with what an earlier try left of it; `nil` where another process is fetching it now.
    init?(_ path: String) throws(DownloadError) {
        self.path = path
        part = path + ".part"
        descriptor = open(part, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.error(part) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, isStillThere else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }

    /// Whether the name stands for what was opened: another process may have finished meanwhile.
    private var isStillThere: Bool {
        var (opened, named) = (stat(), stat())
        return fstat(descriptor, &opened) == 0 && stat(part, &named) == 0 && opened.st_ino == named.st_ino
            && opened.st_dev == named.st_dev
    }

    /// How many bytes there are.
    var size: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Forgets all after the first `size` bytes; what is written next follows them.
    func truncate(to size: Int = 0) throws(DownloadError) {
        guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, off_t(size), SEEK_SET) >= 0 else {
            throw Self.error(part)
        }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(DownloadError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.error(part) }
            rest = rest.dropFirst(count)
        }
    }

    func digest() throws(DownloadError) -> String { try Self.digest(of: part) }

    /// Gives the file its name.
    func finish() throws(DownloadError) {
        guard fsync(descriptor) == 0, rename(part, path) == 0 else { throw Self.error(path) }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let directory = open(folder, O_RDONLY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    func remove() { unlink(part) }

    /// The SHA-256 of the file at `path`.
    static func digest(of path: String) throws(DownloadError) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw error(path) }
        defer { close(file) }
        var hash = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = systemRead(file, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw error(path) }
            guard count > 0 else { return hash.finish() }
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static func error(_ path: String) -> DownloadError {
        DownloadError("\(path): \(String(cString: strerror(errno)))")
    }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(file, bytes, count) }
private func systemRead(_ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(file, bytes, count)
}
