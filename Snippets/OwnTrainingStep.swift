// A training step of one's own, as with Keras' GradientTape: gradients with respect to weights or inputs, used as one
// likes, applied by the optimizer. The whole step becomes one program.

import Foundation
import Sumi

let model = Sequential {
    Input(2)
    Dense(32, activation: .tanh)
    Dense(2, activation: .softmax)
}
model.seed = 1
try model.compile(
    optimizer: .adam(learningRate: 0.01), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])

// Two half moons.
var random = RandomStream(seed: 3)
var points: [[Float]] = []
var labels: [Int32] = []
for index in 0..<400 {
    let angle = Float(index / 2) / 200 * .pi
    let (a, b) = (cos(angle) + 0.1 * random.float(), sin(angle) + 0.1 * random.float())
    points.append(index % 2 == 0 ? [a, b] : [1 - a, 0.5 - b])
    labels.append(Int32(index % 2))
}
let (x, y) = (try Tensor(points), try Tensor(labels))

// Adversarial training: each batch is also seen a small step in the direction that hurts most. The gradient with
// respect to the inputs is a part of the step like any other value.
model.trainStep = { step in
    let clean = step.loss(step.model(step.x))
    let direction = step.gradients(of: clean, withRespectTo: [step.x])[0].sign().stopGradient()
    let prediction = step.model(step.x + direction * 0.05)
    let loss = (clean + step.loss(prediction)) * 0.5
    step.apply(step.gradients(of: loss, withRespectTo: step.trainableWeights))
    step.updateMetrics(prediction)
    return ["loss": loss, "clean_loss": clean]
}
let history = try model.fit(x, y, batchSize: 40, epochs: 30, verbose: 0)
print("names:", history.names.joined(separator: ", "))
print("loss:", history["loss"].first ?? 0, "…", history["loss"].last ?? 0)
print("accuracy:", history["accuracy"].last ?? 0)
precondition((history["accuracy"].last ?? 0) > 0.9, "the model did not learn")

// Not only training: any function of the model and its gradients. Here, how much each input moves the answer.
let sensitivity = model.function { step in
    let image = step.inputs[0]
    let score = step.model(image).max(axes: [-1]).sum()
    return step.gradients(of: score, withRespectTo: [image])
}
print("sensitivity of the first sample:", try sensitivity(x)[0][0])

// And of no model at all.
let slope = TracedFunction { inputs in
    let y = (inputs[0] * inputs[0]).sum()
    return y.trace.gradients(of: [y], withRespectTo: inputs)
}
print("slopes:", try slope(try Tensor([1.0, 2.0, 3.0] as [Float]))[0])
