// Chapter 1 of the tutorial: a neuron by hand, the same neuron as a layer, and why networks have several layers.

import Sumi

// One neuron: inputs times weights, added up with a bias, and passed through an activation.
let x: [Float] = [0.5, -1, 2]
let weights: [Float] = [0.5, 0.25, 1]
let bias: Float = -0.5

var sum = bias
for (value, weight) in zip(x, weights) { sum += weight * value }
print("sum:", sum)
print("relu(sum):", max(0, sum))

// The same neuron as a layer with one unit.
let neuron = Sequential {
    Input(3)
    Dense(1, activation: .relu)
}
try neuron.setWeights([Tensor(weights).reshaped(3, 1), Tensor([bias])])
print("the layer:", try neuron.predict(Tensor([x, [0, 0, 0]]), verbose: 0).flattened())

print("---")
// "One or the other, but not both": no straight line separates the points with 1 from those with 0.
let points = try Tensor([[0, 0], [0, 1], [1, 0], [1, 1]] as [[Float]])
let oneOfTwo = try Tensor([[0], [1], [1], [0]] as [[Float]])

let oneLayer = Sequential {
    Input(2)
    Dense(1, activation: .sigmoid)
}
let twoLayers = Sequential {
    Input(2)
    Dense(8, activation: .tanh)
    Dense(1, activation: .sigmoid)
}
for (name, model) in [("one layer: ", oneLayer), ("two layers:", twoLayers)] {
    model.seed = 1
    try model.compile(optimizer: .adam(learningRate: 0.05), loss: .binaryCrossentropy)
    try model.fit(points, oneOfTwo, epochs: 500, verbose: 0)
    let answers = try model.predict(points, verbose: 0).flattened()
    print(name, answers.scalars(as: Double.self).map { ($0 * 100).rounded() / 100 })
}

print("---")
try twoLayers.summary()
