// A model that Keras has saved: looks at it, tests it on MNIST, lets it learn a little more, and saves it so that Keras can
// go on with it. In Python the file is made by `model.save("digits.keras")`.
//
//     SUMI_DATA=~/datasets swift run -c release ExampleLoadFromKeras digits.keras [training images]

import Foundation
import Sumi

let arguments = CommandLine.arguments.dropFirst()
guard let path = arguments.first else {
    print("Name a file that Keras has written: ExampleLoadFromKeras digits.keras [training images]")
    exit(64)
}

// Layers, weights, loss and optimizer come from the file; Keras' older .h5 is read as well.
let model = try Model.load(path)
try model.summary()

let mnist = try MNIST.load()
let limit = arguments.dropFirst().first.flatMap { Int($0) }
let training = mnist.train.prefix(limit ?? mnist.train.count)
let test = mnist.test.prefix(limit ?? mnist.test.count)

// The model is compiled as it was in Python. Whole-number labels go with sparse categorical cross-entropy; a model that was
// compiled with the other one wants `labels.toCategorical(classes: 10)`, and says so.
print("Test accuracy as loaded:", Float(try model.evaluate(test, verbose: 0).accuracy))

// Training goes on from where it ended in Python, with the optimizer's numbers from the file.
try model.fit(training, batchSize: 128, epochs: 1)
print("Test accuracy afterwards:", Float(try model.evaluate(test, verbose: 0).accuracy))

// Keras opens this file with `keras.models.load_model`, and trains on.
let output = "further.keras"
try model.save(output)
print("Saved as \(output)")
