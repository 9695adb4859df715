import SumiTensor

/// Bytes on a cache line's boundary. What they hold at first means nothing.
final class AlignedMemory {
    static let alignment = 64

    let pointer: UnsafeMutableRawPointer
    let bytes: Int

    init(bytes: Int) {
        self.bytes = Self.aligned(max(bytes, 1))
        pointer = .allocate(byteCount: self.bytes, alignment: Self.alignment)
        LargePages.ask(for: UnsafeMutableRawBufferPointer(start: pointer, count: self.bytes))
    }

    deinit { pointer.deallocate() }

    /// `bytes` rounded up to whole cache lines.
    static func aligned(_ bytes: Int) -> Int { (bytes + alignment - 1) / alignment * alignment }
}
