import Foundation
import SumiImages
import SumiJSON
import SumiTensor
import Testing

@Suite("PNG and JPEG files")
struct DecodingTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Pictures"
    static let names =
        (try? FileManager.default.contentsOfDirectory(atPath: folder))?
        .filter { $0.hasSuffix(".png") || $0.hasSuffix(".jpg") }.sorted() ?? []

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
    }

    /// What Pillow sees in each picture, by the picture's name.
    private static let recorded = try? JSON(parsing: String(contentsOfFile: folder + "/pictures.json", encoding: .utf8))

    @Test("every form of PNG and JPEG has the pixels that Pillow sees", arguments: names)
    func pixels(name: String) throws {
        let recorded = try #require(Self.recorded?[name])
        let image = try Image(contentsOf: "\(Self.folder)/\(name)")
        let shape = recorded["shape"]?.array?.compactMap { $0.integer }
        #expect([image.height, image.width, image.channels] == shape)
        let pixels = recorded["pixels"]?.array?.compactMap { $0.integer } ?? []
        try #require(pixels.count == image.pixels.count)
        let worst = zip(pixels, image.pixels).map { abs($0 - Int($1)) }.max() ?? 0
        // 16-bit and palette alpha are rounded once more or once less; mixing inks is no exact science.
        let tolerance = name.hasPrefix("inks") ? 2 : name.hasSuffix(".jpg") ? 1 : name.contains("16") ? 1 : 0
        #expect(worst <= tolerance)
    }

    @Test("there are as many pictures as the script writes")
    func count() { #expect(Self.names.count == 39) }

    @Test("what is written as PNG reads back the same", arguments: [1, 3])
    func roundTrip(channels: Int) throws {
        let image = try Image(
            width: 7, height: 5, channels: channels, pixels: (0..<35 * channels).map { UInt8($0 * 7 % 256) })
        #expect(try Image(decoding: image.png()) == image)
    }

    /// A chunk of a PNG file with its checksum.
    private func chunk(_ kind: String, _ content: [UInt8]) -> [UInt8] {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in Array(kind.utf8) + content {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return word(UInt32(content.count)) + Array(kind.utf8) + content + word(~crc)
    }

    private func word(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }

    private func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", word(width) + word(height) + [8, 6, 0, 0, 0]) + chunk("IDAT", [0x78, 0x9C, 3, 0])
    }

    private func failure(_ bytes: [UInt8]) -> String {
        do { return "no error, but \(try Image(decoding: bytes, named: "x"))" } catch { return "\(error)" }
    }

    @Test("declared sizes are checked before memory is taken")
    func sizes() throws {
        #expect(failure(png(100_000, 100_000)).hasPrefix("x: declares 100000 x 100000 pixels, more than the 67108864"))
        #expect(failure(png(0x7FFF_FFFF, 0x7FFF_FFFF)).hasPrefix("x: "))
        #expect(failure(png(0xFFFF_FFFF, 1)).hasPrefix("x: "))
        #expect(failure(png(8000, 8000)).contains("ends too early"))
        #expect(failure(png(0, 5)).hasPrefix("x: "))
        #expect(failure(png(3, 0)).hasPrefix("x: "))
        var jpeg = try Self.bytes("colour.jpg")
        let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
        #expect(failure(jpeg).contains("declares 65500 x 65500 pixels"))
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0x1F, 0xFF, 0x1F, 0xFF])
        #expect(failure(jpeg).contains("ends too early"))
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0, 0, 0, 0])
        #expect(failure(jpeg).hasPrefix("x: "))
    }

    @Test("files that are cut off anywhere are errors, never half a picture", arguments: names)
    func truncated(name: String) throws {
        let whole = try Self.bytes(name)
        for count in stride(from: 0, to: whole.count - 2, by: max(1, whole.count / 97)) {
            let text = failure(Array(whole.prefix(count)))
            #expect(text.hasPrefix("x: "), "\(count) of \(whole.count) bytes")
        }
    }

    @Test("other files are named for what they are, whatever they are called")
    func otherFiles() {
        #expect(failure([]) == "x: the file is empty: PNG and JPEG can be read")
        #expect(failure(Array("GIF89a".utf8)).contains("is a GIF file"))
        #expect(failure(Array("RIFF....WEBPVP8 ".utf8)).contains("is a WebP file"))
        #expect(failure(Array("hello".utf8)).contains("is no picture"))
        #expect(throws: (any Error).self) { try Image(contentsOf: "/nowhere/x.png") }
        #expect(throws: (any Error).self) { try Image(contentsOf: "/tmp") }
    }

    @Test("randomly damaged files end in pictures or errors", arguments: names)
    func damaged(name: String) throws {
        var random = RandomStream(seed: 5, stream: UInt64(name.utf8.count))
        let whole = try Self.bytes(name)
        var errors = 0
        for _ in 0..<60 {
            var bytes = whole
            for _ in 0...(try random.integer(below: 4)) {
                let place = try random.integer(below: bytes.count)
                switch try random.integer(below: 3) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.uint32())
                case 1: bytes[place] = 0xFF
                default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
                }
            }
            do { _ = try Image(decoding: bytes) } catch { errors += 1 }
        }
        #expect(errors > 0)
    }

    @Test("damaged Exif leaves the picture as it is stored")
    func exif() throws {
        let whole = try Self.bytes("turned6.jpg")
        let place = try #require(whole.indices.first { whole[$0...].starts(with: Array("Exif".utf8)) })
        let length = Int(whole[place - 2]) << 8 | Int(whole[place - 1])
        for offset in 0..<length - 2 {
            for value: UInt8 in [0, 0x49, 0xFF] {
                var bytes = whole
                bytes[place + offset] = value
                let image = try Image(decoding: bytes)
                #expect([image.width, image.height].sorted() == [24, 40])
            }
        }
    }
}
