#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Large pages for large memory.
///
/// The first touch of each page of 4 KiB costs one or two microseconds, and a loaded file has thousands of them.
package enum LargePages {
    /// What a large page has on most machines; less memory has no room for one.
    private static let size = 1 << 21

    /// Asks the system for large pages behind `memory`, which nobody has touched yet. It may have none to give; nothing else
    /// changes.
    package static func ask(for memory: UnsafeMutableRawBufferPointer) {
        #if os(Linux)
            guard memory.count >= size, let start = memory.baseAddress else { return }
            // From the page on that the memory begins in: an allocator's own note before it would keep the first large page
            // small.
            let before = Int(bitPattern: start) % Int(sysconf(Int32(_SC_PAGESIZE)))
            madvise(start - before, memory.count + before, MADV_HUGEPAGE)
        #endif
    }
}
