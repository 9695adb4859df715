import SumiGraph
import SumiTensor

/// What a weight is made to satisfy after each update.
public enum Constraint: Hashable, Sendable {
    case nonNegative
}
