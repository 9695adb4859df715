import Sumi

let mnist = try MNIST.load()

let model = Sequential {
    Input(28, 28, 1)
    Conv2D(32, kernelSize: 3, padding: .same, activation: .relu)
    Conv2D(32, kernelSize: 3, padding: .same, activation: .relu)
    MaxPooling2D(2)
    Dropout(0.25)
    Flatten()
    Dense(512, activation: .relu)
    Dropout(0.5)
    Dense(10, activation: .softmax)
}
try model.compile(optimizer: .adam(learningRate: 1e-3), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
try model.fit(mnist.train, batchSize: 128, epochs: 10, validationSplit: 0.1)

let score = try model.evaluate(mnist.test)
print("Test loss:", score.loss)
print("Test accuracy:", score.accuracy)

let digits = try model.predict(mnist.test.images[0..<5] / 255).argMax(axis: 1)
print("The first five digits:", digits)
