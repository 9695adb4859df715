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
    /// Writes `parts`, one after the other, as the file at `path`, in place of one that may be there.
    ///
    /// - Throws: ``ArchiveError`` where that is not possible; what was at `path` is then still there.
    package static func write(_ parts: some Sequence<[UInt8]>, to path: String) throws {
        var template = Array((path + ".XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw error(path) }
        do {
            defer { close(descriptor) }
            for part in parts { try write(part, to: descriptor, path) }
            // mkstemp lets only the owner read; a new file is readable as usual.
            guard fchmod(descriptor, 0o644) == 0, fsync(descriptor) == 0, rename(template, path) == 0 else {
                throw error(path)
            }
            flushFolder(of: path)
        } catch {
            unlink(template)
            throw error
        }
    }

    /// Puts the new name on disk too. Some file systems cannot; the file is whole then all the same.
    private static func flushFolder(of path: String) {
        let end = path.lastIndex(of: "/")
        let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
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

private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, start, count)
}
