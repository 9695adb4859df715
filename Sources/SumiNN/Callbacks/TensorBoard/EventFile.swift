#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file of events as TensorBoard reads it: records of length, checksum of the length, content, checksum of the
/// content.
final class EventFile {
    let path: String
    private let file: UnsafeMutablePointer<FILE>

    /// Makes a new file in `folder`, which is made where it is not there.
    ///
    /// - Throws: ``ModelError`` where that is not possible.
    init(folder: String) throws {
        try Self.makeFolder(folder)
        var host = [CChar](repeating: 0, count: 256)
        gethostname(&host, host.count - 1)
        let name = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var number = 0
        var opened: UnsafeMutablePointer<FILE>?
        var path = ""
        // A run within the same second has a file of its own.
        while opened == nil {
            path = "\(folder)/events.out.tfevents.\(Int(Self.time())).\(name).\(getpid()).\(number).v2"
            opened = fopen(path, "wx")
            if opened == nil, errno != EEXIST || number > 10_000 { throw Self.error(path) }
            number += 1
        }
        guard let opened else { throw Self.error(path) }
        (self.path, file) = (path, opened)
        var event = ProtobufMessage()
        event.add(1, Self.time())
        event.add(3, "brain.Event:2")
        try write(event)
    }

    deinit { fclose(file) }

    /// Writes one event that holds a summary.
    func write(_ summary: EventSummary, step: Int) throws {
        var event = ProtobufMessage()
        event.add(1, Self.time())
        event.add(2, step)
        event.add(5, summary.message)
        try write(event)
    }

    func flush() throws { if fflush(file) != 0 { throw Self.error(path) } }

    private func write(_ event: ProtobufMessage) throws {
        func little(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian, Array.init) }
        let length = little(UInt64(event.bytes.count))
        let record = length + little(Checksum.masked(length)) + event.bytes + little(Checksum.masked(event.bytes))
        if fwrite(record, 1, record.count, file) != record.count { throw Self.error(path) }
    }

    private static func makeFolder(_ folder: String) throws {
        var path = ""
        for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
            path += path.isEmpty && part.isEmpty ? "/" : path.isEmpty || path == "/" ? String(part) : "/\(part)"
            if path == "/" || path.isEmpty { continue }
            if mkdir(path, 0o777) != 0, errno != EEXIST { throw error(path) }
        }
    }

    private static func error(_ path: String) -> ModelError {
        ModelError("the log \"\(path)\" cannot be written: \(String(cString: strerror(errno)))")
    }

    /// Seconds since 1970.
    private static func time() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
