#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the system says of the machine and of this process.
enum Machine {
    /// The processor's name and how many of them there are: `AMD EPYC 9654, 2 processors`.
    static var description: String {
        let count = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let name = field("model name", of: "/proc/cpuinfo") ?? "unknown processor"
        return "\(name), \(count) processor\(count == 1 ? "" : "s")"
    }

    /// The most memory that this process has had resident so far, in bytes.
    ///
    /// Not `getrusage`: its value also counts what the process was before it became this program.
    static var peakMemory: Int? {
        #if os(Linux)
            field("VmHWM", of: "/proc/self/status").flatMap { $0.split(separator: " ").first }.flatMap { Int($0) }
                .map { $0 * 1024 }
        #else
            var usage = rusage()
            return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : nil
        #endif
    }

    /// The value of the first line `name : value` of a small text file.
    private static func field(_ name: String, of path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, trimmed(parts[0]) == name { return trimmed(parts[1]) }
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
