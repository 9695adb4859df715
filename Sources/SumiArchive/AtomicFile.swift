#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writing a file so that its name never stands for half of it: the parts go to a temporary file beside it, which takes the
/// name once all are on disk.
package enum AtomicFile {
    /// Writes `parts`, one after the other, as the file at `path`, in place of one that may be there. Temporary files that
    /// killed processes have left of the same name are removed.
    ///
    /// - Throws: ``ArchiveError`` where that is not possible; what was at `path` is then still there.
    package static func write(_ parts: some Sequence<[UInt8]>, to path: String) throws {
        removeLeftovers(of: path)
        let file = try open(beside: path)
        do {
            defer { close(file.descriptor) }
            for part in parts { try write(part, to: file.descriptor, path) }
            // A temporary file is its owner's only; a new file is readable as usual.
            guard fchmod(file.descriptor, 0o644) == 0, fsync(file.descriptor) == 0, rename(file.path, path) == 0 else {
                throw error(path)
            }
            flushFolder(of: path)
        } catch {
            unlink(file.path)
            throw error
        }
    }

    /// Writes a file where there is none. For what can be made again: a loss of power may leave half of it.
    ///
    /// - Throws: ``ArchiveError`` where something lies at `path` or nothing can be written.
    package static func writeNew(_ bytes: [UInt8], to path: String) throws {
        let descriptor = systemCreate(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw error(path) }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path)
    }

    /// Whether a file can be written at `path`: makes a temporary one beside it and takes it away again.
    ///
    /// - Throws: ``ArchiveError`` where it cannot.
    package static func check(_ path: String) throws {
        let file = try open(beside: path)
        close(file.descriptor)
        unlink(file.path)
    }

    // MARK: Temporary files

    /// Stands between the file's own name and six letters by chance.
    private static let mark = ".sumi-"

    /// A new file beside `path`, locked so that no other process takes it for a leftover.
    private static func open(beside path: String) throws -> (path: [CChar], descriptor: Int32) {
        while true {
            var template = Array((path + mark + "XXXXXX").utf8CString)
            let descriptor = mkstemp(&template)
            guard descriptor >= 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { throw error(path) }
            // Not every file system has locks; then leftovers stay where they are.
            flock(descriptor, LOCK_EX)
            var status = stat()
            if fstat(descriptor, &status) == 0, status.st_nlink > 0 { return (template, descriptor) }
            // Removed by another process before it was locked.
            close(descriptor)
        }
    }

    /// Removes temporary files of `path` that nobody is writing any more.
    private static func removeLeftovers(of path: String) {
        let folder = Directory.containing(path)
        let start = (path.split(separator: "/").last.map(String.init) ?? path) + mark
        let names = try? Directory.names(folder) { $0.hasPrefix(start) && $0.utf8.count == start.utf8.count + 6 }
        for name in names ?? [] {
            let leftover = "\(folder)/\(name)"
            let descriptor = systemOpen(leftover, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(leftover) }
            close(descriptor)
        }
    }

    /// Puts the new name on disk too. Some file systems cannot; the file is whole then all the same.
    private static func flushFolder(of path: String) {
        let descriptor = systemOpen(Directory.containing(path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
        try bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                // The system takes at most 2 GB at a time.
                let rest = bytes[written...].prefix(1 << 30)
                let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno != EINTR { throw error(path) }
                written += max(count, 0)
            }
        }
    }

    private static func error(_ path: String) -> ArchiveError {
        ArchiveError("\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }

private func systemCreate(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }

private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, start, count)
}
