// Chapter 4 of the tutorial: losses of a few predictions, by hand and by the library.

import Foundation
import Sumi
import SumiReport

func show(_ name: String, _ value: Double) { print("\(name) \(String(format: "%.4f", value))") }

/// What the library makes of targets and predictions.
func value(_ loss: Loss, _ targets: Tensor, _ predictions: Tensor) throws -> Double {
    let function = TracedFunction { inputs in [loss.trace(inputs[0], inputs[1])] }
    return try function(targets, predictions)[0].scalar
}

let prices: [Double] = [3, 5, 10]
let guesses: [Double] = [2, 5, 14]
let errors = zip(guesses, prices).map { $0 - $1 }
let meanSquaredError = errors.map { $0 * $0 }.reduce(0, +) / 3
show("mean squared error: ", meanSquaredError)
show("its square root:    ", meanSquaredError.squareRoot())
show("mean absolute error:", errors.map(abs).reduce(0, +) / 3)
show("the library's:      ", try value(.meanSquaredError, Tensor(prices), Tensor(guesses)))

print("---")
// The network says how likely each of three classes is; the second is the right one.
let probabilities = try Tensor([[0.2, 0.7, 0.1]] as [[Float]])
show("-log 0.7:                  ", -log(0.7))
show("targets as rows of 0 and 1:", try value(.categoricalCrossentropy, Tensor([[0, 1, 0]]), probabilities))
show("targets as class numbers:  ", try value(.sparseCategoricalCrossentropy, Tensor([1]), probabilities))

print("---")
for probability in [0.99, 0.7, 0.5, 0.1, 0.01] {
    print("right class has \(probability):", String(format: "%.4f", -log(probability)))
}

// What the right class's probability costs.
let shares = stride(from: 0.01, through: 1, by: 0.01).map { $0 }
try Chart.lines(
    [Chart.Line("cross-entropy", x: shares, y: shares.map { -log($0) })], title: "Cross-entropy",
    xTitle: "probability of the right class", yTitle: "loss"
).write(to: "cross-entropy.svg")

print("---")
// Two classes need only one output, the probability of the second.
show("yes, 0.8 sure:", try value(.binaryCrossentropy, Tensor([[1]]), Tensor([[0.8]])))
show("no, 0.8 sure: ", try value(.binaryCrossentropy, Tensor([[0]]), Tensor([[0.8]])))

print("---")
let model = Sequential {
    Input(4)
    Dense(3, activation: .softmax)
}
try model.compile(optimizer: .adam(), loss: .categoricalCrossentropy)
do {
    try model.fit(Tensor.zeros([6, 4]), Tensor([0, 1, 2, 0, 1, 2]), verbose: 0)
} catch {
    print(error)
}
