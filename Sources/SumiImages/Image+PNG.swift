import CSumiImages
import SumiArchive

extension Image {
    /// The bytes of a PNG file of the picture: 8 bits, grey or colour.
    ///
    /// - Throws: ``ImageError`` where memory runs out.
    public func png() throws -> [UInt8] {
        var file = PNGBytes()
        var message = [CChar](repeating: 0, count: CSumiMessageSize)
        let status = withUnsafeMutablePointer(to: &file) { file in
            csumi_png_encode(
                pixels, UInt32(width), UInt32(height), UInt32(channels),
                { context, bytes, size in
                    context?.assumingMemoryBound(to: PNGBytes.self).pointee.bytes +=
                        UnsafeBufferPointer(start: bytes, count: size)
                }, file, &message)
        }
        guard status == 0 else {
            let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw ImageError("the picture cannot be written as PNG: \(text)")
        }
        return file.bytes
    }

    /// Writes the picture as a PNG file at `path`, in place of one that may be there.
    ///
    /// - Throws: `ArchiveError` where the file cannot be written.
    public func writePNG(to path: String) throws { try AtomicFile.write([try png()], to: path) }
}

/// What the encoder has written so far.
private struct PNGBytes {
    var bytes: [UInt8] = []
}
