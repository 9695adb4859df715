/// A sequence of random numbers that depends on its seed and stream number only: the same on every machine.
///
/// Successive words are those of ``Philox/block(seed:stream:position:)`` for the positions 0, 1, 2, …, four words each.
/// A stream is a value: a copy continues on its own from where it was made.
public struct RandomStream: RandomNumberGenerator, Hashable, Sendable {
    /// What the numbers follow from.
    public let seed: UInt64
    /// Which of the sequences of one seed this is.
    public let stream: UInt64
    /// How many 32-bit words have been drawn. Setting it goes to that place at once.
    public var position: UInt64 {
        didSet { if position >> 2 != oldValue >> 2 { block = nil } }
    }
    private var block: SIMD4<UInt32>?

    /// The sequence of a seed, from the beginning or from a later word on.
    public init(seed: UInt64, stream: UInt64 = 0, position: UInt64 = 0) {
        self.seed = seed
        self.stream = stream
        self.position = position
    }

    /// The next 32 random bits.
    public mutating func uint32() -> UInt32 {
        let words = block ?? Philox.block(seed: seed, stream: stream, position: position >> 2)
        let word = words[Int(position & 3)]
        block = words
        position &+= 1
        return word
    }

    /// The next 64 random bits; the first word drawn is the lower half.
    public mutating func next() -> UInt64 {
        let low = UInt64(uint32())
        return low | UInt64(uint32()) << 32
    }

    /// A number from [0, 1): the upper 53 of 64 bits.
    public mutating func double() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number from [0, 1): the upper 24 of 32 bits.
    public mutating func float() -> Float { Float(uint32() >> 8) * 0x1p-24 }

    /// A whole number from 0 up to, not including, `bound`, each equally likely.
    ///
    /// - Throws: ``TensorError`` where `bound` is below 1.
    public mutating func integer(below bound: Int) throws -> Int {
        guard bound > 0 else {
            throw TensorError("no whole number lies in 0..<\(bound): the bound of a random number must be 1 or more")
        }
        return Int(word(below: UInt64(bound)))
    }

    /// Source: D. Lemire, "Fast random integer generation in an interval", 2019: the upper half of a product, with
    /// the few draws rejected that would make some results likelier than others.
    private mutating func word(below bound: UInt64) -> UInt64 {
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return product.high
    }

    /// The numbers 0 up to, not including, `count` in random order; empty for a count below 1.
    ///
    /// Fisher and Yates' shuffle: from the last place down, each is exchanged with one at or before it.
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<max(count, 0))
        shuffle(&order)
        return order
    }

    /// Puts the elements of `values` in random order, as ``permutation(_:)`` does.
    public mutating func shuffle<Element>(_ values: inout [Element]) {
        for last in stride(from: values.count - 1, to: 0, by: -1) {
            values.swapAt(last, Int(word(below: UInt64(last) + 1)))
        }
    }

    public static func == (left: RandomStream, right: RandomStream) -> Bool {
        left.seed == right.seed && left.stream == right.stream && left.position == right.position
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(seed)
        hasher.combine(stream)
        hasher.combine(position)
    }
}
