import Sumi

let mnist = try MNIST.load()

let model = Sequential(name: "digits") {
    Input(28, 28, 1)
    for filters in [32, 64] {
        Conv2D(filters, kernelSize: 3, activation: .relu)
        MaxPooling2D(2)
        Dropout(0.25)
    }
    Flatten()
    Dense(128, activation: .relu)
    Dropout(0.5)
    Dense(10, activation: .softmax)
}
model.seed = 0

let epochs = 10
let rate = 1e-3
try model.compile(
    optimizer: .adam(learningRate: rate, decay: rate / Double(epochs)), loss: .sparseCategoricalCrossentropy,
    metrics: [.accuracy])
try model.fit(mnist.train, batchSize: 128, epochs: epochs, validationSplit: 0.1)

let score = try model.evaluate(mnist.test, batchSize: 128, verbose: 0)
print("test loss:", score.loss)
print("test accuracy:", score.accuracy)
