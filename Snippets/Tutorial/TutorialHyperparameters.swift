// Chapter 6 of the tutorial: the settings of a training run, each changed while the others stay.

import Sumi
import SumiReport

let digits = try Handwriting.load(train: 2000, test: 1000)

/// The share of test images that a small network gets right after training with these settings.
func accuracy(
    on digits: ImageClassificationSet, _ optimizer: Optimizer = .adam(), batchSize: Int = 32, epochs: Int = 5
) throws -> Float {
    let model = Sequential {
        Input(28, 28, 1)
        Flatten()
        Dense(64, activation: .relu)
        Dense(10, activation: .softmax)
    }
    model.seed = 1
    try model.compile(optimizer: optimizer, loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
    try model.fit(digits.train, batchSize: batchSize, epochs: epochs, verbose: 0)
    return Float(try model.evaluate(digits.test, verbose: 0).accuracy)
}

for rate in [0.00001, 0.0001, 0.001, 0.01, 1] {
    print("learning rate \(rate):", try accuracy(on: digits, .adam(learningRate: rate)))
}

// Three rates over each other, on images that are held back as well.
let runs = try [0.0001, 0.001, 0.03].map { rate in
    let model = Sequential {
        Input(28, 28, 1)
        Flatten()
        Dense(64, activation: .relu)
        Dense(10, activation: .softmax)
    }
    model.seed = 1
    try model.compile(optimizer: .adam(learningRate: rate), loss: .sparseCategoricalCrossentropy)
    return TrainingRun(try model.fit(digits.train, epochs: 15, verbose: 0, validationSplit: 0.2), name: "\(rate)")
}
try Chart.learningCurves(runs).write(to: "learning-rates.svg")

print("---")
for batchSize in [8, 32, 128, 512] {
    let updates = (digits.train.count + batchSize - 1) / batchSize
    print("batch size \(batchSize), \(updates) updates an epoch:", try accuracy(on: digits, batchSize: batchSize))
}

print("---")
for epochs in [1, 5, 20] {
    print("epochs \(epochs):", try accuracy(on: digits, epochs: epochs))
}

print("---")
let optimizers: [(name: String, optimizer: Optimizer)] = [
    ("sgd", .sgd(learningRate: 0.01)),
    ("sgd with momentum", .sgd(learningRate: 0.01, momentum: 0.9)),
    ("sgd with Nesterov momentum", .sgd(learningRate: 0.01, momentum: 0.9, nesterov: true)),
    ("rmsprop", .rmsprop(learningRate: 0.001)),
    ("adam", .adam(learningRate: 0.001)),
    ("nadam", .nadam(learningRate: 0.001)),
]
for (name, optimizer) in optimizers {
    print("\(name):", try accuracy(on: digits, optimizer))
}

print("---")
// The rate of the classic tutorial falls with every update: rate / (1 + decay · updates).
let epochs = 10
let rate = 0.001
let falling = InverseTimeDecay(rate, decaySteps: 1, decayRate: rate / Double(epochs))
for update in [0, 422, 4220] {
    print("after \(update) updates:", Float(falling.learningRate(atStep: update)))
}

print("---")
// Training that stops by itself, and goes back to the epoch that was best on the validation images.
let model = Sequential {
    Input(28, 28, 1)
    Flatten()
    Dense(128, activation: .relu)
    Dropout(0.3)
    Dense(10, activation: .softmax)
}
model.seed = 1
try model.compile(optimizer: .adam(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
let stopping = EarlyStopping(patience: 3, restoreBestWeights: true)
let history = try model.fit(
    digits.train, epochs: 100, verbose: 0, callbacks: [stopping], validationSplit: 0.2)
print("epochs:", history.epoch.count, " best:", stopping.bestEpoch + 1)
print("test accuracy:", Float(try model.evaluate(digits.test, verbose: 0).accuracy))

// The same in a picture: where the two part, learning by heart begins.
try Chart.learningCurves([TrainingRun(history)], logs: ["loss"]).write(to: "early-stopping.svg")
