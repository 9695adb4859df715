// Chapter 5 of the tutorial: the graph of one small loss, its gradients, and gradient descent.

import Foundation
import Sumi
import SumiReport

let trace = Trace()
let x = trace.input("x", TensorType([]))
let target = trace.input("target", TensorType([]))
let w = trace.variable("w", TensorType([]))
let b = trace.variable("b", TensorType([]))

let y = w * x + b
let loss = (y - target).squared()
print(try trace.graph(outputs: [loss]))

print("---")
let gradients = trace.gradients(of: [loss], withRespectTo: [w, b])
let graph = try trace.graph(outputs: [loss] + gradients)
print(graph)

print("---")
// An engine runs graphs. It keeps the variables; the inputs come with each run.
let engine = ReferenceEngine()
let state = engine.makeState()
try state.write("w", Tensor(0.5 as Float))
try state.write("b", Tensor(0 as Float))
let program = try engine.compile(graph, state: state)
let sample: [ProgramInput] = [.tensor(try Tensor(2 as Float)), .tensor(try Tensor(3 as Float))]
let values = try program.run(sample)
print("loss:", values[0], " slope in w:", values[1], " slope in b:", values[2])

// The same slope, measured: a little more w, a little less loss.
try state.write("w", Tensor(0.501 as Float))
let nudged = try program.run(sample)[0]
print("measured slope in w:", String(format: "%.3f", try (nudged - values[0]).scalar / 0.001))
try state.write("w", Tensor(0.5 as Float))

// The loss over w, and the slope at 0.5, which says where down is and how steep.
let places = stride(from: -0.5, through: 3.5, by: 0.05).map { $0 }
let losses = try places.map { place in
    try state.write("w", Tensor(Float(place)))
    return try program.run(sample)[0].scalar
}
try state.write("w", Tensor(0.5 as Float))
try Chart.lines(
    [
        Chart.Line("loss", x: places, y: losses),
        Chart.Line("slope at 0.5", x: [0, 1], y: [0, 1].map { 4 - 8 * ($0 - 0.5) }, isDashed: true),
    ], title: "The loss over w", xTitle: "w"
).write(to: "slope.svg")

print("---")
// A step of gradient descent is a part of the graph as well: new variables from old ones.
let learningRate = 0.05
trace.update("w", to: w - learningRate * gradients[0])
trace.update("b", to: b - learningRate * gradients[1])
let step = try engine.compile(trace.graph(outputs: [loss]), state: state)
for number in 1...6 {
    let loss = try step.run(sample)[0].scalar
    print("step \(number): loss \(String(format: "%.4f", loss))")
}
let (lastW, lastB) = (try state.read("w").scalar, try state.read("b").scalar)
print("w:", String(format: "%.3f", lastW), " b:", String(format: "%.3f", lastB))
