import SumiGraph
import SumiTensor

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

    /// The product of two sizes; fails where it is more than an axis can have.
    func product(_ a: Int, _ b: Int, _ name: String) -> Int? {
        let (product, overflows) = a.multipliedReportingOverflow(by: b)
        let fits = !overflows && product <= Shape.largestSize
        guard require(fits, "\(name) are \(a) and \(b): their product is more than \(Shape.largestSize)") else {
            return nil
        }
        return product
    }

    /// Adds a layer's penalty on its output, divided by the batch size as in Keras.
    func penalize(_ y: TracedTensor, _ regularizer: Regularizer?) {
        guard let regularizer, !y.isFailed, y.rank > 0 else { return }
        addLoss(regularizer.trace(y) / Double(max(y.dimension(0), 1)))
    }
}
