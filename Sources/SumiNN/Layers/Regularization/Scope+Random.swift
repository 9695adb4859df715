import SumiGraph
import SumiTensor

extension Scope {
    /// Numbers of the standard normal distribution, others for each entry, call, draw and step. Only while training.
    ///
    /// Source: Box and Muller, 1958.
    func randomNormal(_ shape: Shape, seed: Int?) -> TracedTensor {
        /// From 2⁻²⁵ to 1 − 2⁻²⁵: 24 bits and a half, all of which float32 can hold.
        func uniform() -> TracedTensor {
            (randomBits(shape, seed: seed).shiftedRight(by: 8).converted(to: .float32) + 0.5) * 0x1p-24
        }
        let radius = (uniform().log() * -2).squareRoot()
        return radius * (uniform() * (2 * .pi)).cosine()
    }

    /// Which elements a dropout keeps: `bool`. Whole numbers are compared, so that every engine keeps the same.
    func kept(_ rate: Double, _ shape: Shape, seed: Int?) -> TracedTensor {
        randomBits(shape, seed: seed) .>= (rate * 0x1p32).rounded(.down)
    }

    /// The shape of a dropout's mask; `nil`, and the trace failed, where it does not fit `x`.
    func noiseShape(_ noiseShape: [Int?]?, of x: TracedTensor) -> Shape? {
        guard let noiseShape else { return x.shape }
        let sizes = noiseShape.count == x.rank ? zip(noiseShape, x.shape.dimensions).map { $0 ?? $1 } : []
        let fits = sizes.count == x.rank && zip(sizes, x.shape.dimensions).allSatisfy { $0 == 1 || $0 == $1 }
        let text = noiseShape.map { $0.map(String.init) ?? "nil" }.joined(separator: ", ")
        guard require(fits, "noiseShape [\(text)] must have a 1 or the input's size for each axis of \(x.shape)") else {
            return nil
        }
        return Shape(sizes)
    }
}
