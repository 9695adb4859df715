import SumiArchive
import Testing

@Suite("Tar archives")
struct TarTests {
    /// A header block of the ustar form, and the content in whole blocks.
    private func member(
        _ name: String, _ content: [UInt8] = [], kind: Character = "0", size: String? = nil, prefix: String = ""
    ) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at place: Int) {
            block.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
        }
        put(name, at: 0)
        put("0000644\0", at: 100)
        put(size ?? octal(content.count) + "\0", at: 124)
        put("        ", at: 148)
        put(String(kind), at: 156)
        put("ustar\u{0}00", at: 257)
        put(prefix, at: 345)
        put(octal(block.reduce(0) { $0 + Int($1) }).suffix(6) + "\0 ", at: 148)
        return block + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    private func octal(_ number: Int) -> String {
        let digits = String(number, radix: 8)
        return String(repeating: "0", count: 11 - digits.count) + digits
    }

    private func entries(_ bytes: [UInt8], limit: Int = 1 << 20) throws -> [(Tar.Entry, [UInt8])] {
        let tar = Tar(MemorySource(bytes, name: "x.tar"), limit: limit)
        var entries: [(Tar.Entry, [UInt8])] = []
        while let entry = try tar.next() { entries.append((entry, try tar.content(limit: limit))) }
        return entries
    }

    private func failure(_ bytes: [UInt8], limit: Int = 1 << 20) -> String {
        do { return "no error, but \(try entries(bytes, limit: limit))" } catch { return "\(error)" }
    }

    private let end = [UInt8](repeating: 0, count: 1024)

    @Test("files, folders and links in their order, with or without an end mark")
    func members() throws {
        let files =
            member("a/", kind: "5") + member("a/one", Array("hello".utf8))
            + member("link", kind: "2", size: "00000000777")
            + member("two", [UInt8](repeating: 7, count: 1024), prefix: "deep/er")
        for bytes in [files + end, files] {
            let found = try entries(bytes)
            #expect(found.map(\.0.name) == ["a/", "a/one", "link", "deep/er/two"])
            #expect(found.map(\.0.isFile) == [false, true, false, true])
            #expect(found.map(\.1.count) == [0, 5, 0, 1024])
            #expect(found[1].1 == Array("hello".utf8))
        }
        let tar = Tar(MemorySource(files + end), limit: 1 << 20)
        var count = 0
        while try tar.next() != nil { count += 1 }
        #expect(count == 4, "content that is not read is passed over")
    }

    @Test("long names in the form of GNU and of pax, and sizes of pax")
    func longNames() throws {
        let long = String(repeating: "n", count: 300)
        let gnu = member("././@LongLink", Array(long.utf8) + [0], kind: "L") + member("short", [1])
        #expect(try entries(gnu + end).map(\.0.name) == [long])
        let record = "310 path=\(long)\n"
        #expect(record.utf8.count == 310)
        let pax = member("pax", Array((record + "9 size=3\n").utf8), kind: "x") + member("short", [1, 2, 3], size: "0")
        let found = try entries(pax + end)
        #expect(found.map(\.0.name) == [long] && found[0].1 == [1, 2, 3])
    }

    @Test("damage, ends that come too early, and sizes that cannot be")
    func damage() {
        let file = member("one", [UInt8](repeating: 1, count: 700))
        #expect(failure(Array(file.dropLast(400))).contains("ends too early"))
        #expect(failure(Array(file.prefix(511))).contains("ends too early"))
        var odd = file
        odd[3] ^= 1
        #expect(failure(odd).contains("is no tar archive, or a damaged one"))
        #expect(failure(member("big", size: "77777777777\0")).contains("more than is expected"))
        #expect(
            failure(member("x", Array("28 size=9223372036854775807\n".utf8), kind: "x") + file).contains("more than"))
        #expect(failure(file, limit: 600).contains("more than is expected"))
        #expect(failure(Array("a text that is long enough".utf8)).contains("ends too early"))
    }
}
