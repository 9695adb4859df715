import SumiArchive
import Testing

@Suite("Checksums")
struct ChecksumTests {
    /// The checksum bit by bit, as PKWARE's APPNOTE defines it.
    private func slow(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }

    @Test("the checksum of nine digits is the standard's")
    func digits() { #expect(Checksum.crc32(Array("123456789".utf8)[...]) == 0xCBF4_3926) }

    @Test(
        "the checksum is that of the definition, however it is computed",
        arguments: [0, 1, Checksum.large - 1, Checksum.large, Checksum.large + 1])
    func definition(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        #expect(Checksum.crc32(bytes[...]) == slow(bytes))
        // A slice counts from its own start.
        #expect(Checksum.crc32(([7] + bytes).dropFirst()) == slow(bytes))
    }

    @Test("the checksum of parts is that of the whole")
    func parts() {
        let bytes = (0..<Checksum.large + 3).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let parts = [[], Array(bytes[..<5]), Array(bytes[5...]), []]
        #expect(Checksum.crc32(parts) == slow(bytes))
    }
}
