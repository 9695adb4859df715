import SumiTensor

extension Reference {
    /// Word `i % 4` of the block with counter (`i / 4`, step, stream low, stream high) for each `i`.
    static func randomBits(_ key: [Double], _ stream: UInt64, _ count: Int) -> [Double] {
        let words = key.map { UInt32($0) }
        var result: [Double] = []
        result.reserveCapacity(count)
        for block in 0..<(count + 3) / 4 {
            let bits = Philox.block(
                key: SIMD2(words[0], words[1]),
                counter: SIMD4(
                    UInt32(truncatingIfNeeded: block), words[2], UInt32(truncatingIfNeeded: stream),
                    UInt32(truncatingIfNeeded: stream >> 32)))
            for word in 0..<min(4, count - block * 4) { result.append(Double(bits[word])) }
        }
        return result
    }
}
