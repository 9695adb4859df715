// Handwritten digits: trains a convolutional network on MNIST, tests it, and shows what it is surest of and wrong about.
//
//     SUMI_DATA=~/datasets swift run -c release ExampleMNIST [training images]

import Sumi

let mnist = try MNIST.load()
let limit = CommandLine.arguments.dropFirst().first.flatMap { Int($0) }
let training = mnist.train.prefix(limit ?? mnist.train.count)

let model = Sequential(name: "digits") {
    Input(28, 28, 1)
    for filters in [32, 64] {
        Conv2D(filters, kernelSize: 3, padding: .same, activation: .relu)
        Conv2D(filters, kernelSize: 3, padding: .same, activation: .relu)
        MaxPooling2D(2)
        Dropout(0.25)
    }
    Flatten()
    Dense(256, activation: .relu)
    Dropout(0.5)
    Dense(10, activation: .softmax)
}
model.seed = 0
try model.summary()

try model.compile(optimizer: .adam(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
try model.fit(
    training, batchSize: 128, epochs: 12,
    callbacks: [EarlyStopping(patience: 3, restoreBestWeights: true)], validationSplit: 0.1)

let score = try model.evaluate(mnist.test, batchSize: 128, verbose: 0)
print("Test loss:", Float(score.loss))
print("Test accuracy:", Float(score.accuracy))

let probabilities = try model.predict(mnist.test, batchSize: 128, verbose: 0)
for mistake in try Mistake.mostConfident(mnist.test.labels, probabilities, limit: 5) {
    let percent = (mistake.confidence * 100).rounded()
    print("Image \(mistake.index) is a \(mistake.truth), taken for a \(mistake.prediction) (\(percent) % sure)")
}
