import CSumiImages
import SumiArchive
import SumiTensor

extension Image {
    /// What a picture's file declares.
    package struct Header: Hashable, Sendable {
        /// As the picture is seen: after it is turned as the camera was held.
        package var width: Int
        package var height: Int
        package var channels: Int
    }

    /// The picture in the PNG or JPEG file at `path`.
    ///
    /// - Throws: ``ImageError`` or `ArchiveError` as ``init(decoding:named:)``, or where the file cannot be read.
    public init(contentsOf path: String) throws {
        try self.init(decoding: Self.bytes(of: path), named: path)
    }

    /// The picture in the bytes of a PNG or JPEG file, whatever its name says.
    ///
    /// 16-bit values are rounded to 8 bits, palettes become colours, transparent pixels are laid on white, inks (CMYK, YCCK)
    /// become red, green and blue, and the picture is turned as Exif says the camera was held.
    ///
    /// - Throws: ``ImageError`` where they are neither, are cut off or damaged, have no pixels, or declare more than
    ///   ``largestCount`` of them.
    public init(decoding bytes: [UInt8], named name: String = "the picture") throws {
        let file = try ImageFile(bytes, name)
        let (header, channels) = (file.stored, Int(file.stored.channels))
        let pixels = try [UInt8](
            unsafeUninitializedCapacity: Int(header.width) * Int(header.height) * channels
        ) { buffer, count in
            try file.decode(into: buffer)
            count = buffer.count
        }
        self = Image(
            checkedWidth: Int(header.width), height: Int(header.height), channels: channels, pixels: pixels
        ).turned(file.orientation)
    }

    /// What the file at `path` declares; its pixels are not decoded.
    package static func header(_ path: String) throws -> Header { try ImageFile(bytes(of: path), path).header }

    /// The largest file that is looked at: the pixels of the largest picture, and as much again for all else.
    private static let largestFile = 4 * largestCount

    private static func bytes(of path: String) throws -> [UInt8] {
        let file = try FileSource(path)
        guard file.size <= largestFile else {
            throw ImageError("\(path): \(file.size) bytes are more than a picture may have (\(largestFile))")
        }
        return try file.bytes(file.size)
    }
}

/// The bytes of a PNG or JPEG file whose header was checked.
struct ImageFile {
    private enum Format { case png, jpeg }

    let stored: CSumiImageHeader
    let orientation: ExifOrientation
    private let format: Format
    private let bytes: [UInt8]
    private let name: String

    init(_ bytes: [UInt8], _ name: String) throws {
        self.bytes = bytes
        self.name = name
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            format = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            format = .jpeg
        } else {
            throw ImageError("\(name): \(Self.whatItIs(bytes)): PNG and JPEG can be read")
        }
        let isPNG = format == .png
        let header = try Self.call(name) { header, message in
            isPNG
                ? csumi_png_header(bytes, bytes.count, &header, message)
                : csumi_jpeg_header(bytes, bytes.count, &header, message)
        }
        guard header.width > 0, header.height > 0 else { throw ImageError("\(name): the picture has no pixels") }
        guard Int(header.width) * Int(header.height) <= Image.largestCount else {
            throw ImageError(
                "\(name): declares \(header.width) x \(header.height) pixels, more than the \(Image.largestCount) that are "
                    + "allowed: scale it down")
        }
        stored = header
        orientation = isPNG ? .upright : ExifOrientation(jpeg: bytes)
        try checkCompression()
    }

    /// What the file declares, as the picture is seen.
    var header: Image.Header {
        let (width, height) = (Int(stored.width), Int(stored.height))
        return Image.Header(
            width: orientation.swapsSides ? height : width, height: orientation.swapsSides ? width : height,
            channels: Int(stored.channels))
    }

    func decode(into buffer: UnsafeMutableBufferPointer<UInt8>) throws {
        _ = try Self.call(name) { _, message in
            format == .png
                ? csumi_png_pixels(bytes, bytes.count, buffer.baseAddress, buffer.count, message)
                : csumi_jpeg_pixels(
                    bytes, bytes.count, buffer.baseAddress, buffer.count, Image.decoderMemory, message)
        }
    }

    /// A few bytes that declare many pixels are refused before memory is taken for these.
    private func checkCompression() throws {
        let count = Int(stored.width) * Int(stored.height)
        // Deflate packs 1032 bytes into one, and a byte of a PNG holds at most 8 pixels. A JPEG spends at least a bit on each
        // block of at most 32 x 32 pixels (8 x 8, quartered twice by sampling).
        let most = bytes.count.multipliedReportingOverflow(by: format == .png ? 1032 * 8 : 8 * 1024)
        guard most.overflow || count <= most.partialValue else {
            throw ImageError(
                "\(name): declares \(stored.width) x \(stored.height) pixels, but ends too early: it is incomplete")
        }
    }

    /// Calls a C function that returns 0, or -1 with a message.
    private static func call(
        _ name: String, _ body: (inout CSumiImageHeader, UnsafeMutablePointer<CChar>) -> Int32
    ) throws -> CSumiImageHeader {
        var header = CSumiImageHeader()
        var message = [CChar](repeating: 0, count: CSumiMessageSize)
        let status = message.withUnsafeMutableBufferPointer { buffer -> Int32 in
            guard let start = buffer.baseAddress else { return -1 }
            return body(&header, start)
        }
        guard status == 0 else {
            let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw ImageError("\(name): cannot be decoded: \(text)")
        }
        return header
    }

    /// What bytes are that are no picture, as far as the first of them tell.
    private static func whatItIs(_ bytes: [UInt8]) -> String {
        let known: [(String, [UInt8])] = [
            ("a GIF file", Array("GIF8".utf8)), ("a BMP file", Array("BM".utf8)),
            ("a TIFF file", [0x49, 0x49, 0x2A, 0]),
            ("a TIFF file", [0x4D, 0x4D, 0, 0x2A]), ("a PDF file", Array("%PDF".utf8)),
            ("a gzip file", [0x1F, 0x8B]), ("a zip archive", Array("PK".utf8)),
        ]
        if bytes.isEmpty { return "the file is empty" }
        if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            return "is a WebP file"
        }
        if bytes.dropFirst(4).starts(with: Array("ftyp".utf8)) { return "is a HEIC, AVIF or MP4 file" }
        return known.first { bytes.starts(with: $0.1) }.map { "is \($0.0)" } ?? "is no picture"
    }
}
