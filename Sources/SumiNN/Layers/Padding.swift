import SumiGraph
import SumiTensor

/// What a window does at the edges.
public enum Padding: String, Hashable, Sendable, Codable {
    /// Windows lie inside of the input.
    case valid
    /// As many windows as input cells over stride, rounded up; the odd cell of padding comes last.
    case same
    /// One-dimensional: a window ends at its own step, and never sees a later one.
    case causal
}

extension Padding {
    /// The cells to add around spatial axes of the sizes `spatial`.
    func margins(_ spatial: [Int], sizes: [Int], strides: [Int], dilations: [Int]) -> [Margin] {
        spatial.indices.map { axis in
            let reach = (sizes[axis] - 1) * dilations[axis]
            switch self {
            case .valid: return .none
            case .causal: return Margin(reach, 0)
            case .same:
                let windows = (spatial[axis] + strides[axis] - 1) / strides[axis]
                let total = max((windows - 1) * strides[axis] + reach + 1 - spatial[axis], 0)
                return Margin(total / 2, total - total / 2)
            }
        }
    }
}
