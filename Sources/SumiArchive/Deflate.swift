import CZlib

/// Deflate, bounded: what a stream may inflate to is named before it is read.
package enum Deflate {
    /// What stands around the compressed data.
    package enum Format {
        case raw, zlib, gzip

        fileprivate var windowBits: Int32 {
            switch self {
            case .raw: -15
            case .zlib: 15
            case .gzip: 31
            }
        }
    }

    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// - Parameter limit: the most bytes that may come out.
    /// - Throws: ``Failure`` where the data are damaged, cut off, followed by others, or inflate to more.
    package static func inflate(_ data: [UInt8], format: Format, limit: Int) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(&stream, format.windowBits, ZLIB_VERSION, size) == Z_OK else {
            throw Failure(description: "zlib cannot begin")
        }
        defer { inflateEnd(&stream) }
        guard data.count <= Int(UInt32.max), limit < Int(UInt32.max) else {
            throw Failure(description: "more than 4 GiB")
        }
        // Grows as data arrive: a stream that declares much and holds little costs little.
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(max(limit, 1) + 1, 1 << 18))
        var status = Z_OK
        var input = data
        input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            repeat {
                buffer.withUnsafeMutableBufferPointer { target in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    status = CZlib.inflate(&stream, Z_NO_FLUSH)
                    result += target[..<(target.count - Int(stream.avail_out))]
                }
            } while status == Z_OK && result.count <= limit && (stream.avail_in > 0 || stream.avail_out == 0)
        }
        guard result.count <= limit else { throw Failure(description: "inflates to more than \(limit) bytes") }
        guard status == Z_STREAM_END else {
            throw Failure(
                description: status == Z_OK || status == Z_BUF_ERROR ? "cut off" : "not a valid deflate stream")
        }
        guard stream.avail_in == 0 else {
            throw Failure(description: "\(stream.avail_in) bytes follow the compressed data")
        }
        return result
    }

    /// Compressed data without frame, as zip archives hold them.
    package static func deflate(_ data: [UInt8], format: Format, level: Int32 = 6) -> [UInt8]? {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard
            deflateInit2_(&stream, level, Z_DEFLATED, format.windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
                == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        guard data.count <= Int(UInt32.max) else { return nil }
        var result = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(data.count))))
        var input = data
        let status = input.withUnsafeMutableBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return CZlib.deflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END else { return nil }
        result.removeLast(Int(stream.avail_out))
        return result
    }
}
