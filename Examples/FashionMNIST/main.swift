// Clothes: trains on Fashion-MNIST with a learning rate that falls to 0 along a cosine, and shows what is mixed up.
//
//     SUMI_DATA=~/datasets swift run -c release ExampleFashionMNIST [training images]

import Sumi

let fashion = try FashionMNIST.load()
let limit = CommandLine.arguments.dropFirst().first.flatMap { Int($0) }
let training = fashion.train.prefix(limit ?? fashion.train.count)

let model = Sequential(name: "fashion") {
    Input(28, 28, 1)
    for filters in [32, 64] {
        Conv2D(filters, kernelSize: 3, padding: .same, useBias: false)
        BatchNormalization()
        ReLU()
        MaxPooling2D(2)
        Dropout(0.2)
    }
    Flatten()
    Dense(128, activation: .relu)
    Dropout(0.4)
    Dense(10, activation: .softmax)
}
model.seed = 0

let (batchSize, epochs) = (128, 10)
// A tenth of the images is held back.
let updates = (training.count * 9 / 10 + batchSize - 1) / batchSize * epochs
try model.compile(
    optimizer: .adam(learningRate: CosineDecay(2e-3, decaySteps: updates)), loss: .sparseCategoricalCrossentropy,
    metrics: [.accuracy])
try model.fit(training, batchSize: batchSize, epochs: epochs, validationSplit: 0.1)

let answers = try model.predict(fashion.test, batchSize: batchSize, verbose: 0).argMax(axis: -1)
print(try ClassificationReport(fashion.test.labels, answers, targetNames: fashion.classNames))
print(try ConfusionMatrix(fashion.test.labels, answers).terminalText(classNames: fashion.classNames))
