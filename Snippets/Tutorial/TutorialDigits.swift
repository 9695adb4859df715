// Chapters 7 to 12 of the tutorial: one program that builds a network, loads data, trains, tests and saves.

import Sumi
import SumiReport

// What the network is built from, in one place.
let inputShape = [28, 28, 1]
let classCount = 10
let dropoutAfterPooling = 0.25
let dropoutBeforeLast = 0.5

let model = Sequential(name: "digits", inputShape: inputShape) {
    Conv2D(32, kernelSize: 3, activation: .relu)
    MaxPooling2D(2)
    Dropout(dropoutAfterPooling)

    Conv2D(64, kernelSize: 3, activation: .relu)
    MaxPooling2D(2)
    Dropout(dropoutAfterPooling)

    Flatten()
    Dense(128, activation: .relu)
    Dropout(dropoutBeforeLast)
    Dense(classCount, activation: .softmax)
}
model.seed = 1

try model.summary()

try Chart.network(model).write(to: "network.svg")

print("---")
// The same network, layer by layer: where a condition or a loop decides what comes next.
let same = Sequential(name: "digits", inputShape: inputShape)
for filters in [32, 64] {
    same.add(Conv2D(filters, kernelSize: 3, activation: .relu))
    same.add(MaxPooling2D(2))
    same.add(Dropout(dropoutAfterPooling))
}
same.add(Flatten())
same.add(Dense(128, activation: .relu))
same.add(Dropout(dropoutBeforeLast))
same.add(Dense(classCount, activation: .softmax))
print("parameters:", try model.countParameters(), "and", try same.countParameters())

print("---")
let digits = try Handwriting.load(train: 4000, test: 1000)
print("to train:", digits.train.images.shape, digits.train.images.elementType)
print("to test: ", digits.test.images.shape, digits.test.images.elementType)
print("the first labels:", digits.train.labels.scalars(as: Int.self).prefix(10))
print("how many of each:", try digits.train.labels.binCount())

print("---")
// The first image, a character for each pixel.
let image = try digits.train.images[0]
for row in 4..<24 {
    let pixels = try image[row].scalars(as: Int.self)
    print(String(pixels.map { Array(".:-=+*oO#@")[$0 * 9 / 255] }))
}

// The first twenty, with their labels.
let labels = digits.train.labels.scalars(as: Int.self)
try Chart.imageGrid(digits.train.images[0..<20], truths: Array(labels.prefix(20)), columns: 10).write(to: "digits.png")

print("---")
// From bytes [count, 28, 28] to numbers from 0 to 1 [count, 28, 28, 1], and from class numbers to rows of 0 and 1.
let x = try digits.train.images.reshaped(4000, 28, 28, 1) / 255
let y = try digits.train.labels.toCategorical(classes: classCount)
print("images:", x.shape, x.elementType, "from", try x.min(), "to", try x.max())
print("labels:", y.shape, y.elementType)
print("label", digits.train.labels.scalars(as: Int.self)[0], "became", try y[0])

print("---")
try model.compile(optimizer: .adam(learningRate: 1e-3), loss: .categoricalCrossentropy, metrics: [.accuracy])
let best = ModelCheckpoint("best.keras", monitor: "val_accuracy", saveBestOnly: true)
let history = try model.fit(x, y, batchSize: 128, epochs: 4, callbacks: [best], validationSplit: 0.1)

print("---")
print("validation accuracy of each epoch:", history["val_accuracy"].map { Float($0) })

try Chart.learningCurves(history).write(to: "learning-curves.svg")

print("---")
let testImages = try digits.test.images.reshaped(1000, 28, 28, 1) / 255
let testLabels = try digits.test.labels.toCategorical(classes: classCount)
let score = try model.evaluate(testImages, testLabels, verbose: 0)
print("test loss:", Float(score.loss))
print("test accuracy:", Float(score.accuracy))

print("---")
let probabilities = try model.predict(testImages, verbose: 0)
let answers = try probabilities.argMax(axis: -1)
print("answers:", answers.scalars(as: Int.self).prefix(10))
print("labels: ", digits.test.labels.scalars(as: Int.self).prefix(10))

let truths = digits.test.labels.scalars(as: Int.self)
try Chart.imageGrid(
    digits.test.images[0..<40], truths: Array(truths.prefix(40)),
    predictions: Array(answers.scalars(as: Int.self).prefix(40)),
    confidences: Array(try probabilities.max(axis: -1).scalars(as: Double.self).prefix(40)), columns: 10
).write(to: "answers.png")

print("---")
print(try ClassificationReport(digits.test.labels, answers))

print("---")
for mistake in try Mistake.mostConfident(digits.test.labels, probabilities, limit: 3) {
    print("image \(mistake.index): a \(mistake.truth) taken for a \(mistake.prediction)")
}

let digit = try digits.test.images[0]
try Chart.filters(model).write(to: "filters.png")
try Chart.activations(model, layer: "conv2d", image: digit).write(to: "maps.png")
try Chart.gradCAM(model, image: digit, classNames: digits.classNames).write(to: "grad-cam.png")

print("---")
// Weights are values: they can be taken from one model and given to another with the same layers.
try same.setWeights(model.getWeights())
print("the same answers:", try same.predict(testImages, verbose: 0) == probabilities)

print("---")
// The whole model in one file, in Keras' format: layers, weights, loss and the optimizer's numbers.
model.notes.classNames = digits.classNames
model.notes.scale = 1 / 255
try model.save("digits.keras")

let loaded = try Model.load("digits.keras")
print("the same answers:", try loaded.predict(testImages, verbose: 0) == probabilities)
print("classes:", loaded.notes.classNames ?? [])
