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

extension Scope {
    /// Refuses a setting that should hold one number for each of `rank` axes, each from 1 to 2^31 − 1.
    func requireSizes(_ sizes: [Int], _ name: String, rank: Int) -> Bool {
        require(
            sizes.count == rank && sizes.allSatisfy { $0 >= 1 && $0 <= Shape.largestSize },
            "\(name) is \(sizes.count == 1 ? "\(sizes[0])" : "\(sizes)"); it takes \(rank == 1 ? "a number" : "\(rank) numbers") from 1 to \(Shape.largestSize)"
        )
    }

    /// Refuses an input that does not have `rank` spatial axes between batch and channels.
    func requireSpatial(_ x: TracedTensor, rank: Int, _ format: ImageDataFormat) -> Bool {
        let axes = [
            "[batch, steps, channels]", "[batch, height, width, channels]", "[batch, depth, height, width, channels]",
        ]
        return require(
            x.isFailed || x.rank == rank + 2,
            "takes an input of \(rank + 2) axes, \(axes[min(rank, 3) - 1])"
                + "\(format == .channelsFirst ? " with the channels second" : ""), and receives the shape \(x.shape)"
                + (x.rank == rank + 1 ? "; a picture in one colour needs a last axis of size 1" : ""))
    }

    /// Adds a layer's penalty on its output, divided by the batch size as in Keras.
    func penalize(_ y: TracedTensor, _ regularizer: Regularizer?) {
        guard let regularizer, !y.isFailed, y.rank > 0 else { return }
        addLoss(regularizer.trace(y) / Double(max(y.dimension(0), 1)))
    }
}
