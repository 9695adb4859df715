import SumiTensor
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Philox and its streams")
struct PhiloxTests {
    /// The known answers that Random123 1.14 publishes for philox4x32 with ten rounds.
    @Test(
        "the block function gives the published vectors",
        arguments: [
            (
                SIMD2<UInt32>(0, 0), SIMD4<UInt32>(0, 0, 0, 0),
                SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
            ),
            (
                SIMD2(.max, .max), SIMD4(.max, .max, .max, .max),
                SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
            ),
            (
                SIMD2(0xa409_3822, 0x299f_31d0), SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
                SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
            ),
        ])
    func publishedVectors(key: SIMD2<UInt32>, counter: SIMD4<UInt32>, expected: SIMD4<UInt32>) {
        #expect(Philox.block(key: key, counter: counter) == expected)
    }

    @Test("a stream gives the blocks in order, from any position")
    func positions() {
        var stream = RandomStream(seed: 0x299f_31d0_a409_3822, stream: 7)
        let words = (0..<12).map { _ in stream.uint32() }
        for block in 0..<3 {
            let expected = Philox.block(seed: 0x299f_31d0_a409_3822, stream: 7, position: UInt64(block))
            #expect((0..<4).map { expected[$0] } == Array(words[block * 4..<block * 4 + 4]))
        }
        for start in 0..<11 {
            var later = RandomStream(seed: 0x299f_31d0_a409_3822, stream: 7, position: UInt64(start))
            #expect(later.uint32() == words[start])
            later.position = 2
            #expect(later.uint32() == words[2])
        }
    }

    @Test("stream numbers are fixed for all time and tell order and length apart")
    func streamNumbers() {
        // SplitMix64's published first output for the seed 0 is the number of the empty list.
        #expect(Philox.stream([]) == 0xE220_A839_7B1D_CDAF)
        #expect(Philox.stream([1, 2, 3]) == 0x9BEB_E6E8_DAA6_58E7)
        let numbers = [[], [0], [0, 0], [1, 0], [0, 1], [1]].map(Philox.stream)
        #expect(Set(numbers).count == numbers.count)
    }

    @Test("uniform numbers lie in [0, 1) with the right mean and variance")
    func uniform() {
        var stream = RandomStream(seed: 1)
        let doubles = (0..<100_000).map { _ in stream.double() }
        let floats = (0..<100_000).map { _ in Double(stream.float()) }
        for values in [doubles, floats] {
            let mean = values.reduce(0, +) / 1e5
            #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
            // Six standard errors of the mean, 0.2887 / sqrt(1e5).
            #expect(abs(mean - 0.5) < 0.0055)
            let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 1e5
            #expect(abs(variance - 1.0 / 12) < 0.0015)
        }
    }

    @Test("bounded whole numbers are equally likely, and a bound below 1 is an error")
    func bounded() throws {
        var stream = RandomStream(seed: 2)
        var counts = [0, 0, 0, 0, 0, 0]
        for _ in 0..<60_000 { counts[try stream.integer(below: 6)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 10_000) < 550 })
        #expect(throws: TensorError.self) { try stream.integer(below: 0) }
        #expect(throws: TensorError.self) { try stream.integer(below: .min) }
        #expect(try stream.integer(below: .max) >= 0)
    }

    @Test("a permutation holds every number once, and its seed fixes it")
    func permutation() {
        var stream = RandomStream(seed: 3)
        let order = stream.permutation(1000)
        var again = RandomStream(seed: 3)
        #expect(order.sorted() == Array(0..<1000))
        #expect(order != Array(0..<1000))
        #expect(again.permutation(1000) == order)
        #expect(again.permutation(1000) != order)
        #expect(again.permutation(0).isEmpty && again.permutation(-4).isEmpty)
    }

    @Test("the logarithm made from arithmetic agrees with the library's")
    func logarithm() {
        for exponent in stride(from: -52.0, through: -0.2, by: 0.07) {
            let x = pow(2, exponent)
            let (ours, library) = (NormalDistribution.logarithm(x), log(x))
            #expect(abs(ours - library) <= 5e-16 * abs(library), "log(\(x))")
        }
    }

    @Test("the inverse of the normal distribution is exact to 1e-15")
    func quantile() {
        // Newton's correction (Φ(z) − p) / φ(z), with Φ from the library's erfc, is what z is wrong by.
        for exponent in stride(from: -52.5, through: -1.0, by: 0.1) {
            let p = pow(2, exponent)
            let z = NormalDistribution.quantile(p)
            let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
            let correction = (0.5 * erfc(-z / 2.0.squareRoot()) - p) / density
            #expect(abs(correction) <= 4e-15 * max(1, abs(z)), "p = \(p)")
            if p > 0x1p-30 { #expect(abs(NormalDistribution.quantile(1 - p) + z) < 1e-6) }
        }
        #expect(NormalDistribution.quantile(0.5) == 0)
        // The 97.5 % point, from tables.
        #expect(abs(NormalDistribution.quantile(0.975) - 1.959963984540054) < 1e-15)
    }

    @Test("normal numbers have the right moments; truncated ones stay within two standard deviations")
    func normal() {
        var stream = RandomStream(seed: 4)
        let values = (0..<100_000).map { _ in stream.normal() }
        let truncated = (0..<100_000).map { _ in stream.truncatedNormal() }
        func moment(_ values: [Double], _ power: Int) -> Double {
            values.map { value in (0..<power).reduce(1) { product, _ in product * value } }.reduce(0, +) / 1e5
        }
        #expect(abs(moment(values, 1)) < 0.02 && abs(moment(values, 2) - 1) < 0.03)
        #expect(abs(moment(values, 3)) < 0.08 && abs(moment(values, 4) - 3) < 0.2)
        #expect(truncated.allSatisfy { abs($0) < 2 })
        #expect(abs(moment(truncated, 2).squareRoot() - 0.87962566103423978) < 0.012)
    }

    @Test("the first normal numbers of a seed are fixed to the last bit")
    func normalBits() {
        // Computed with Python 3.11: Philox written anew, then `statistics.NormalDist().inv_cdf`.
        let expected = [
            -0.07882346885253179, -0.41011294279565147, -0.4480366278979277, -0.11476523741853367,
        ]
        var stream = RandomStream(seed: 42)
        #expect((0..<4).map { _ in stream.normal() } == expected)
    }
}
