import CZlib

/// gzip data in memory.
public enum Gzip {
    /// The unpacked content of gzip data, which must not be more than `limit` bytes.
    ///
    /// - Throws: ``ArchiveError`` where the data are damaged, incomplete, followed by something else, or unpack to more.
    public static func decompress(_ bytes: [UInt8], limit: Int) throws -> [UInt8] {
        let source = try GzipSource(MemorySource(bytes, name: "gzip data"))
        var content: [UInt8] = []
        while true {
            let part = try source.bytes(1 << 16)
            if part.isEmpty { return content }
            guard part.count <= limit - content.count else {
                throw ArchiveError("gzip data: they unpack to more than the allowed \(limit) bytes")
            }
            content += part
        }
    }

    /// `bytes` packed with gzip.
    public static func compress(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        // 15 bits of window, 16 for gzip's header; 8 is zlib's usual memory level.
        let status = deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK, bytes.count <= UInt32.max else {
            throw ArchiveError("gzip: \(bytes.count) bytes cannot be packed at once (zlib reports \(status))")
        }
        defer { deflateEnd(&stream) }
        var input = bytes
        return try input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            let bound = Int(deflateBound(&stream, UInt(input.count)))
            return try [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(clamping: bound)
                guard deflate(&stream, Z_FINISH) == Z_STREAM_END else {
                    throw ArchiveError("gzip: \(input.count) bytes could not be packed")
                }
                count = Int(clamping: stream.total_out)
            }
        }
    }
}
