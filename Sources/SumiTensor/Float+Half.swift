// Half-precision bit patterns by hand: Swift's `Float16` is not available on every platform we compile for.

extension Float {
    /// The value of an IEEE 754 binary16 bit pattern.
    package init(halfBits bits: UInt16) {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10) & 0x1F
        let fraction = UInt32(bits & 0x3FF)
        switch exponent {
        case 0:  // zero and subnormal: fraction x 2^-24
            let magnitude = Float(fraction) * 0x1p-24
            self = sign == 0 ? magnitude : -magnitude
        case 31: self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }

    /// The nearest IEEE 754 binary16, ties to even.
    package var halfBits: UInt16 {
        let sign = UInt16(truncatingIfNeeded: bitPattern >> 16) & 0x8000
        if isNaN { return sign | 0x7E00 }
        let size = magnitude
        if size >= 65520 { return sign | 0x7C00 }
        if size < 0x1p-14 { return sign | UInt16((size * 0x1p24).rounded(.toNearestOrEven)) }
        // Adding half of the dropped unit, less one where the kept bit is even, rounds to nearest even.
        let rebased = size.bitPattern - (112 << 23)
        return sign | UInt16(truncatingIfNeeded: (rebased + 0xFFF + ((rebased >> 13) & 1)) >> 13)
    }

    /// The nearest bfloat16, ties to even.
    package var brainBits: UInt16 {
        if isNaN { return UInt16(truncatingIfNeeded: bitPattern >> 16) | 0x40 }
        return UInt16(truncatingIfNeeded: (bitPattern &+ 0x7FFF &+ ((bitPattern >> 16) & 1)) >> 16)
    }
}
