// A layer of one's own: settings, and one function that says what they compute. Its gradient follows from it.

import Foundation
import Sumi

/// Adds to every value a multiple of its own sine: `x + amplitude · sin(x)`, with one amplitude for each feature.
struct Ripple: Layer {
    var initialAmplitude = 0.5

    func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require(x.rank >= 2, "takes [batch, …, features] and receives \(x.shape)") else {
            return scope.failed
        }
        let amplitude = scope.weight("amplitude", [x.dimension(-1)], .constant(initialAmplitude))
        return x + amplitude * x.sine()
    }
}

let model = Sequential {
    Input(1)
    Dense(16)
    Ripple()
    Dense(1)
}
model.seed = 1
try model.compile(optimizer: .adam(learningRate: 0.03), loss: .meanSquaredError)
try model.summary()

let angles = (0..<256).map { Float($0) / 80 }
let x = try Tensor(angles.map { [$0] })
let y = try Tensor(angles.map { [sin(2 * $0)] })
let history = try model.fit(x, y, epochs: 200, verbose: 0)

let (first, last) = (history["loss"].first ?? 0, history["loss"].last ?? 0)
print("loss:", first, "…", last)
print("amplitudes:", try model.getWeights(ofLayer: "ripple")[0])
precondition(last < 0.1 * first, "the model did not learn: \(first) … \(last)")
