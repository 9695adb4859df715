import SumiTensor

/// Bytes that are read once, from first to last.
package protocol ByteSource: AnyObject {
    /// What the bytes are called in messages, usually a file's path.
    var name: String { get }

    /// Fills `buffer` from its start and returns how many bytes there were; 0 only at the end, or for an empty buffer.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension ByteSource {
    /// Fills `buffer` as far as there are bytes, and returns how many there were.
    package func fill(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// The next `count` bytes, fewer where the source ends before. Memory is touched only as bytes arrive.
    package func bytes(_ count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let memory = UnsafeMutableRawBufferPointer(buffer)
            LargePages.ask(for: memory)
            filled = try fill(memory)
        }
    }
}

/// Bytes in memory.
package final class MemorySource: ByteSource {
    package let name: String
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: [UInt8], name: String = "bytes") {
        self.name = name
        rest = bytes[...]
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let part = rest.prefix(buffer.count)
        buffer.copyBytes(from: part)
        rest = rest.dropFirst(part.count)
        return part.count
    }
}
