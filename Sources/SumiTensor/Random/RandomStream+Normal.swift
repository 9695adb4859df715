extension RandomStream {
    /// A number from the standard normal distribution, by inversion of one 64-bit draw; |z| is at most 8.3.
    ///
    /// Made from + − × ÷ and square roots in Double only, whose results IEEE 754 fixes to the last bit, so that
    /// every machine draws the same numbers. Relative error of the inverse: below 1e-15.
    public mutating func normal() -> Double {
        // 52 bits and a half fit a Double exactly, so that p is never 0 or 1.
        NormalDistribution.quantile((Double(next() >> 12) + 0.5) * 0x1p-52)
    }

    /// A number from the standard normal distribution cut off at two standard deviations: draws outside are repeated.
    ///
    /// The standard deviation of what comes out is 0.87962566103423978.
    public mutating func truncatedNormal() -> Double {
        while true {
            let value = normal()
            if value > -2 && value < 2 { return value }
        }
    }
}
