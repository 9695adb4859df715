import SumiGraph
import SumiTensor

/// A penalty on a weight, added to the loss.
public struct Regularizer: Hashable, Sendable {
    /// Σ l1 |w| + Σ l2 w².
    public var l1: Double
    public var l2: Double
}
