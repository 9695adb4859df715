// Colour photographs: trains a network with batch normalization on CIFAR-10, whose images are shifted and mirrored at
// random while it trains, and shows which kinds of things it mixes up.
//
//     SUMI_DATA=~/datasets swift run -c release ExampleCIFAR10 [training images]

import Sumi

let cifar = try CIFAR10.load()
let limit = CommandLine.arguments.dropFirst().first.flatMap { Int($0) }
let training = cifar.train.prefix(limit ?? cifar.train.count)
let test = cifar.test.prefix(limit ?? cifar.test.count)

let model = Sequential(name: "photographs") {
    Input(32, 32, 3)
    for filters in [32, 64, 128] {
        for _ in 0..<2 {
            Conv2D(filters, kernelSize: 3, padding: .same, useBias: false, kernelInitializer: .heNormal)
            BatchNormalization()
            ReLU()
        }
        MaxPooling2D(2)
        Dropout(0.2)
    }
    GlobalAveragePooling2D()
    Dense(10, activation: .softmax)
}
model.seed = 0
try model.summary()

// Mirrored left to right a horse is still a horse; of digits that would not be true.
let moved = training.augmented(Augmentation(shift: 4, flip: .horizontal))
let (batchSize, epochs) = (128, 20)
// A tenth of the images is held back.
let updates = (training.count * 9 / 10 + batchSize - 1) / batchSize * epochs
try model.compile(
    optimizer: .adamW(learningRate: CosineDecay(2e-3, decaySteps: updates), weightDecay: 1e-3),
    loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
try model.fit(moved, batchSize: batchSize, epochs: epochs, validationSplit: 0.1)

let answers = try model.predict(test, batchSize: batchSize, verbose: 0).argMax(axis: -1)
let matrix = try ConfusionMatrix(test.labels, answers, labels: Array(0..<10))
print("Test accuracy:", Float(matrix.accuracy))
print(matrix.terminalText(classNames: cifar.classNames))
