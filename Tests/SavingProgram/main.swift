import Foundation
import Sumi

/// Saves a model again and again to the file that the only argument names, until it is killed; the test of whole files
/// starts it. All numbers of one file are the same, so that a mixture of two would be seen.
let path = CommandLine.arguments[1]
let model = Sequential(name: "saved") {
    Input(64)
    Dense(512)
    Dense(64)
}
let shapes = try model.weights.map(\.shape)
for round in 1...1_000_000 {
    try model.setWeights(try shapes.map { try Tensor.full($0, Float(round % 1000)) })
    model.notes.training = ["round": .integer(round % 1000)]
    try model.save(path)
    if round == 1 {
        print("saved")
        fflush(nil)
    }
}
