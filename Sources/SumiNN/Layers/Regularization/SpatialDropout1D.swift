import SumiGraph
import SumiTensor

/// Sets a random share `rate` of the channels of each sequence to 0 while training, and divides the others by 1 − rate.
///
/// At inference, and with a rate of 0, the output is the input itself.
///
/// - Input and output: `[batch, steps, channels]`
///
/// Source: Tompson et al., 2014; `keras/src/layers/regularization/spatial_dropout.py`, Keras 3.15.
public struct SpatialDropout1D: Layer, Codable {
    /// The share that is dropped, from 0 to 1.
    public var rate: Double
    /// What the layer's random numbers follow from; the model's seed and the layer's place where it is `nil`.
    public var seed: Int?

    /// A layer with these settings, each of which is described at its property.
    public init(_ rate: Double, seed: Int? = nil) {
        self.rate = rate
        self.seed = seed
    }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        x.droppingOutChannels(rate, rank: 1, .channelsLast, seed: seed, in: scope)
    }
}

extension TracedTensor {
    /// Whole channels dropped, while training.
    func droppingOutChannels(
        _ rate: Double, rank: Int, _ format: ImageDataFormat, seed: Int?, in scope: Scope
    ) -> TracedTensor {
        guard scope.require(rate >= 0 && rate <= 1, "rate is \(rate); it must be from 0 to 1"),
            scope.requireSpatial(self, rank: rank, format)
        else { return scope.failed }
        guard scope.isTraining, rate > 0 else { return self }
        let axes = format.spatialAxes(rank: rank)
        let mask = Shape(shape.dimensions.enumerated().map { axes.contains($0) ? 1 : $1 })
        return droppingOut(rate, mask: mask, seed: seed, in: scope)
    }
}
