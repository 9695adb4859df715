/// Philox 4x32-10: a counter-based generator. A block of four random words is a pure function of a key and a counter,
/// so any draw can be made anywhere, in any order and by any number of threads.
///
/// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11;
/// the same function as `philox4x32` of Random123 1.14 with ten rounds.
public enum Philox {
    /// The four random words for `counter` under `key`.
    @inlinable
    public static func block(key: SIMD2<UInt32>, counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
        var key = key
        var words = counter
        for round in 0..<10 {
            // The two steps are the golden ratio and the square root of three, less one, as fractions of 2^32.
            if round > 0 { key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85) }
            let first = UInt64(words.x) &* 0xD251_1F53
            let second = UInt64(words.z) &* 0xCD9E_8D57
            words = SIMD4(
                UInt32(truncatingIfNeeded: second >> 32) ^ words.y ^ key.x,
                UInt32(truncatingIfNeeded: second),
                UInt32(truncatingIfNeeded: first >> 32) ^ words.w ^ key.y,
                UInt32(truncatingIfNeeded: first))
        }
        return words
    }

    /// The block whose key is `seed` and whose counter is `position` in the lower half, `stream` in the upper half;
    /// the lower word of each comes first.
    @inlinable
    public static func block(seed: UInt64, stream: UInt64, position: UInt64) -> SIMD4<UInt32> {
        block(
            key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)),
            counter: SIMD4(
                UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: position >> 32),
                UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)))
    }

    /// A stream number made from the numbers that tell one draw from another, such as layer, call and draw.
    ///
    /// The function is fixed for all time, since saved trainings continue with it: starting from the number of parts,
    /// each part is added to the state and the sum goes through the finaliser of SplitMix64
    /// (G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
    /// Order counts, and `[]`, `[0]` and `[0, 0]` differ.
    public static func stream(_ parts: [UInt64]) -> UInt64 {
        parts.reduce(mix(UInt64(parts.count))) { state, part in mix(state &+ part) }
    }

    /// One step of SplitMix64: a bijection in which every bit of the result depends on every bit of `value`.
    private static func mix(_ value: UInt64) -> UInt64 {
        var bits = value &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
