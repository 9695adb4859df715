// Chapter 5 of the tutorial: the graph of one small loss, its gradients, and gradient descent.

import Foundation
import Sumi

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
