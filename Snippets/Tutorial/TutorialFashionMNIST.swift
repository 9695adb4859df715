import Sumi
import SumiReport

let fashion = try FashionMNIST.load()

let model = Sequential(name: "fashion") {
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
try model.compile(optimizer: .adam(learningRate: 1e-3), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
try model.fit(fashion.train.prefix(10_000), batchSize: 128, epochs: 5, verbose: 2, validationSplit: 0.1)

let score = try model.evaluate(fashion.test, batchSize: 128, verbose: 0)
print("test loss:", Float(score.loss))
print("test accuracy:", Float(score.accuracy))

let names = fashion.classNames
let truths = fashion.test.labels.scalars(as: Int.self)
try Chart.imageGrid(
    fashion.test.images[0..<20], truths: Array(truths.prefix(20)), classNames: names, columns: 10
).write(to: "clothes.png")

print("---")
let answers = try model.predict(fashion.test, batchSize: 128, verbose: 0).argMax(axis: -1)
print(try ClassificationReport(fashion.test.labels, answers, targetNames: fashion.classNames))

print("---")
let matrix = try ConfusionMatrix(fashion.test.labels, answers)
print(matrix.terminalText(classNames: fashion.classNames))

try Chart.confusionMatrix(matrix, classNames: names).write(to: "confusion-matrix.svg")
