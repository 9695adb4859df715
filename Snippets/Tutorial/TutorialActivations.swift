// Chapter 2 of the tutorial: what activation functions do, their slopes, and why a network needs them.

import Sumi
import SumiReport

func rounded(_ tensor: Tensor) -> [Double] {
    tensor.scalars(as: Double.self).map { ($0 * 1000).rounded() / 1000 }
}

let x = try Tensor.arange(-3.0, 3.5)
print("x".padded(), rounded(x))
for activation in [Activation.relu, .sigmoid, .tanh, .leakyReLU, .elu] {
    let function = TracedFunction { inputs in
        let y = activation(inputs[0])
        return [y] + y.trace.gradients(of: [y], withRespectTo: inputs)
    }
    let results = try function(x)
    print(activation.name.padded(), rounded(results[0]))
    print("  slope".padded(), rounded(results[1]))
}

// The functions and their slopes as pictures.
let places = try Tensor.arange(-4.0, 4.05, step: 0.05)
var curves: [Chart.Line] = []
var slopes: [Chart.Line] = []
for activation in [Activation.relu, .leakyReLU, .elu, .sigmoid, .tanh] {
    let function = TracedFunction { inputs in
        let y = activation(inputs[0])
        return [y] + y.trace.gradients(of: [y], withRespectTo: inputs)
    }
    let values = try function(places).map { $0.scalars(as: Double.self) }
    // What lies on another curve for the most part is dashed.
    let isDashed = [.leakyReLU, .elu].contains(activation)
    let x = places.scalars(as: Double.self)
    curves.append(Chart.Line(activation.name, x: x, y: values[0], isDashed: isDashed))
    slopes.append(Chart.Line(activation.name, x: x, y: values[1], isDashed: isDashed))
}
try Chart.lines(curves, title: "Activations", xTitle: "x").write(to: "activations.svg")
try Chart.lines(slopes, title: "Their slopes", xTitle: "x").write(to: "activation-slopes.svg")

print("---")
let softmax = TracedFunction { inputs in [Activation.softmax(inputs[0])] }
let scores = try Tensor([2, 1, -1] as [Float])
print("scores:", rounded(scores))
print("softmax:", rounded(try softmax(scores)[0]))
print("scores + 100:", rounded(try softmax(scores + 100)[0]))

print("---")
// Two layers without an activation in between are one: (x · A) · B is x · (A · B).
let deep = Sequential {
    Input(2)
    Dense(3, useBias: false)
    Dense(1, useBias: false)
}
deep.seed = 1
let two = try deep.getWeights()
let product = TracedFunction { inputs in [inputs[0].matmul(inputs[1])] }
let shallow = Sequential {
    Input(2)
    Dense(1, useBias: false)
}
try shallow.setWeights(product(two))
let samples = try Tensor([[1, 2], [-3, 0.5]] as [[Float]])
print("two layers:", rounded(try deep.predict(samples, verbose: 0)))
print("one layer: ", rounded(try shallow.predict(samples, verbose: 0)))

extension String {
    fileprivate func padded() -> String { self + String(repeating: " ", count: max(0, 10 - count)) }
}
