/// Placeholder file of the counter-based generator: see `stream`.
public enum Philox {
    package static func stream(_ parts: [UInt64]) -> UInt64 {
        parts.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1) &* 0x0000_0100_0000_01B3 }
    }
}
