/// How ``Bidirectional`` makes one output of two.
public enum BidirectionalMerge: String, Hashable, Sendable, Codable {
    /// One after the other along the last axis.
    case concat
    /// The sum.
    case sum
    /// The product, element by element.
    case mul
    /// The mean of both.
    case ave
}
