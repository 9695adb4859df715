import CZlib

/// What a gzip file holds, unpacked while it is read, so that no more memory is taken than the reader asks for.
///
/// Several members one after the other are read as one, as gzip does. Checksums and lengths are checked when the end is
/// reached: content counts as sound only once a read has returned 0.
///
/// Format: RFC 1952.
package final class GzipSource: ByteSource {
    package var name: String { packed.name }

    /// No deflate stream unpacks to more than this many times its size (RFC 1951: a two-bit code for 258 bytes).
    package static let largestRatio = 1032

    private let packed: any ByteSource
    /// At a place of its own, since zlib remembers the address.
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8]
    private var inputEnd = 0
    private var inputStart = 0
    private var isAtEnd = false

    package init(_ packed: any ByteSource) throws {
        self.packed = packed
        input = [UInt8](repeating: 0, count: 1 << 16)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, and 16 to expect gzip's header and no other.
        let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw ArchiveError("\(packed.name): zlib cannot start (\(status))") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard buffer.count > 0 else { return 0 }
        let capacity = min(buffer.count, 1 << 30)
        while !isAtEnd {
            if inputStart == inputEnd, try !refill() {
                throw ArchiveError("\(name): the gzip data end too early: the file is incomplete, fetch it again")
            }
            let (status, count) = inflateStep(buffer.baseAddress, capacity)
            switch status {
            case Z_STREAM_END: try startNextMember()
            case Z_OK, Z_BUF_ERROR: break
            default:
                throw ArchiveError("\(name): the gzip data are damaged (\(reason(status))): fetch the file again")
            }
            if count > 0 { return count }
        }
        return 0
    }

    private func inflateStep(_ start: UnsafeMutableRawPointer?, _ capacity: Int) -> (status: Int32, count: Int) {
        input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress.map { $0 + inputStart }
            stream.pointee.avail_in = UInt32(inputEnd - inputStart)
            stream.pointee.next_out = start?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(capacity)
            let status = inflate(stream, Z_NO_FLUSH)
            inputStart = inputEnd - Int(stream.pointee.avail_in)
            return (status, capacity - Int(stream.pointee.avail_out))
        }
    }

    /// After a member there is another one, zeros that fill a block of a tape, or the end.
    private func startNextMember() throws {
        var isPadding = false
        while true {
            if inputStart == inputEnd, try !refill() {
                isAtEnd = true
                return
            }
            if input[inputStart] == 0 {
                isPadding = true
                inputStart += 1
            } else if input[inputStart] == 0x1F, !isPadding {
                inflateReset(stream)
                return
            } else {
                throw ArchiveError("\(name): something follows the gzip data: the file is damaged, fetch it again")
            }
        }
    }

    private func refill() throws -> Bool {
        inputStart = 0
        inputEnd = try input.withUnsafeMutableBytes { try packed.read(into: $0) }
        return inputEnd > 0
    }

    private func reason(_ status: Int32) -> String {
        stream.pointee.msg.map { String(cString: $0) } ?? "zlib reports \(status)"
    }
}
