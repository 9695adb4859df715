#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many processors this process may use.
enum ProcessorCount {
    /// The least of what the affinity mask, the control groups and the machine allow, at least 1.
    static var allowed: Int {
        let online = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        return max(1, min(online, affinity ?? online, quota ?? online))
    }

    /// Processors in this process's affinity mask, which the kernel tells in hexadecimal digits.
    private static var affinity: Int? {
        let key = "Cpus_allowed:"
        guard let line = contents("/proc/self/status")?.split(separator: "\n").first(where: { $0.hasPrefix(key) })
        else {
            return nil
        }
        return line.dropFirst(key.count).reduce(0) { $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount }
    }

    /// The share of time that control groups leave, as a number of processors, rounded up.
    private static var quota: Int? {
        guard let groups = contents("/proc/self/cgroup") else { return nil }
        var least: Int?
        func limit(_ count: Int?) { if let count { least = min(least ?? count, count) } }
        for line in groups.split(separator: "\n") {
            // "hierarchy:controllers:path"; version 2 has no controllers. The limits of all groups above hold too.
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3 else { continue }
            let isSecond = fields[1].isEmpty
            guard isSecond || fields[1].split(separator: ",").contains("cpu") else { continue }
            let root = isSecond ? "/sys/fs/cgroup" : "/sys/fs/cgroup/cpu"
            var path = fields[2].split(separator: "/")
            while true {
                let folder = ([root] + path.map(String.init)).joined(separator: "/")
                limit(isSecond ? secondVersion(folder) : firstVersion(folder))
                if path.popLast() == nil { break }
            }
        }
        return least
    }

    /// `cpu.max` holds "quota period" in microseconds, or "max period".
    private static func secondVersion(_ folder: String) -> Int? {
        guard let words = contents(folder + "/cpu.max")?.split(whereSeparator: \.isWhitespace), words.count == 2 else {
            return nil
        }
        return processors(Int(words[0]), Int(words[1]))
    }

    private static func firstVersion(_ folder: String) -> Int? {
        func number(_ name: String) -> Int? {
            contents("\(folder)/\(name)")?.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) }
        }
        return processors(number("cpu.cfs_quota_us"), number("cpu.cfs_period_us"))
    }

    private static func processors(_ quota: Int?, _ period: Int?) -> Int? {
        guard let quota, let period, quota > 0, period > 0 else { return nil }
        return max(1, quota / period + (quota % period == 0 ? 0 : 1))
    }

    /// The beginning of a small text file, `nil` where it cannot be read.
    private static func contents(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
