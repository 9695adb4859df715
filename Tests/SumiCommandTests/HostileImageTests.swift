import Foundation
import Testing

/// Images that someone has made to do harm, or that were cut off on their way.
@Suite("sumi predict, hostile images")
struct HostileImageTests {
    let trained: TrainedModel
    let folder: TemporaryFolder

    init() throws {
        trained = try TrainedModel.shared.get()
        folder = try TemporaryFolder()
    }

    private static func word(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }

    /// A part of a PNG file, with its checksum.
    private static func chunk(_ kind: String, _ bytes: [UInt8]) -> [UInt8] {
        let content = Array(kind.utf8) + bytes
        var checksum: UInt32 = ~0
        for byte in content {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xEDB8_8320 : checksum >> 1 }
        }
        return word(UInt32(bytes.count)) + content + word(~checksum)
    }

    /// A PNG file that declares a size, and holds next to nothing.
    private static func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", word(width) + word(height) + [8, 2, 0, 0, 0])
            + chunk("IDAT", [0x78, 0x9C, 0x03, 0, 0, 0, 0, 1]) + chunk("IEND", [])
    }

    /// A JPEG file of this size without tables and pixels.
    private static func jpeg(_ width: UInt16, _ height: UInt16) -> [UInt8] {
        [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8]
            + [UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255)]
            + [3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]
            + [0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0, 0xFF, 0xD9]
    }

    static let images: [(name: String, bytes: [UInt8], message: String)] = [
        ("empty.png", [], "the file is empty"),
        ("text.png", Array("This is no picture.".utf8), "PNG and JPEG can be read"),
        ("animation.png", Array("GIF89a".utf8), "a GIF file"),
        ("signature.png", Array(png(1, 1).prefix(8)), "ends too early"),
        ("header.png", Array(png(28, 28).prefix(20)), "ends too early"),
        ("huge.png", png(100_000, 100_000), "declares 100000 x 100000 pixels"),
        ("hollow.png", png(8000, 8000), "ends too early"),
        ("wide.png", png(0x7FFF_FFFF, 0x7FFF_FFFF), "declares 2147483647 x 2147483647 pixels"),
        ("none.png", png(0, 28), "cannot be decoded"),
        ("start.jpg", [0xFF, 0xD8, 0xFF], "cannot be decoded"),
        ("none.jpg", jpeg(0, 28), "cannot be decoded"),
        ("hollow.jpg", jpeg(60000, 60000), "declares 60000 x 60000 pixels"),
        ("short.jpg", jpeg(400, 400), "cannot be decoded"),
    ]

    @Test("each is one clear line and exit status 1", arguments: images)
    func refused(name: String, bytes: [UInt8], message: String) throws {
        try folder.write(bytes, to: name)
        let run = try trained.sumi("predict", "MODEL", folder.path(name))
        #expect(run.exited && run.status == 1 && run.output.isEmpty)
        #expect(run.error.hasPrefix("sumi: \(folder.path(name)): ") && run.error.contains(message), "\(run.error)")
        #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
    }

    @Test("a picture that is cut off anywhere is one line", arguments: [0.2, 0.5, 0.9, 0.99])
    func cutOff(share: Double) throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: try trained.images(5)[0]))
        try folder.write(Array(whole.prefix(Int(Double(whole.count) * share))), to: "cut.png")
        let run = try trained.sumi("predict", "MODEL", folder.path("cut.png"))
        #expect(run.exited && run.status == 1 && run.output.isEmpty)
        #expect(run.error.split(separator: "\n").count == 1 && run.error.contains("cut.png"), "\(run.error)")
    }

    /// The limit is of addresses, of which a program has many more than it has memory.
    @Test("what is declared is not allocated: all of them are refused within a gigabyte of addresses")
    func memory() throws {
        for image in Self.images { try folder.write(image.bytes, to: image.name) }
        let sumi = Tool.program("sumi").path
        let script = "ulimit -v 1048576 && exec '\(sumi)' predict '\(trained.path)' --threads 1 *.png *.jpg"
        let run = try Tool.run("/bin/sh", ["-c", script], folder: folder.path)
        #expect(run.exited && run.status == 1 && run.output.isEmpty, "\(run.error)")
        #expect(run.error.split(separator: "\n").count == Self.images.count, "\(run.error)")
    }

    @Test("what is no picture at all: a folder, a device that never ends, a name that is not there")
    func noFile() throws {
        for path in [folder.path, "/dev/zero", folder.path("missing.png")] {
            let run = try trained.sumi("predict", "MODEL", path)
            #expect(run.exited && run.status == 1 && run.output.isEmpty)
            #expect(run.error.split(separator: "\n").count == 1 && run.error.contains(path), "\(run.error)")
        }
    }
}
