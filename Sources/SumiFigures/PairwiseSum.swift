extension Collection where Element == Double, Index == Int {
    /// The sum with NumPy's order of additions (`pairwise_sum`), so that sums of weights print the same digits.
    package var pairwiseSum: Double {
        if count < 8 { return reduce(0, +) }
        if count > 128 {
            // Halves, the first a multiple of 8.
            let half = count / 2 - count / 2 % 8
            return self[startIndex..<startIndex + half].pairwiseSum + self[(startIndex + half)...].pairwiseSum
        }
        var lanes = (0..<8).map { self[startIndex + $0] }
        let whole = count - count % 8
        for start in stride(from: 8, to: whole, by: 8) {
            for lane in 0..<8 { lanes[lane] += self[startIndex + start + lane] }
        }
        let sum =
            ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
        return self[(startIndex + whole)...].reduce(sum, +)
    }
}
