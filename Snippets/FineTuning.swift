// Freeze and fine-tune: a network that knows the digits 0 to 4 learns 5 to 9 with its features kept.

import Foundation
import Sumi

let digits = try Handwriting.load(train: 4000, test: 1000)
let isSmall = digits.train.labels .< 5
let first = try digits.train.inputs[isSmall] / 255
let firstLabels = try digits.train.labels[isSmall]

// 1. Learn the first five digits.
let features = Sequential(name: "features", inputShape: [28, 28, 1]) {
    Conv2D(16, kernelSize: 3, activation: .relu)
    MaxPooling2D(2)
    Conv2D(32, kernelSize: 3, activation: .relu)
    MaxPooling2D(2)
    Flatten()
}
let teacher = Sequential {
    features
    Dense(5, activation: .softmax)
}
teacher.seed = 1
try teacher.compile(optimizer: .adam(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
try teacher.fit(first, firstLabels, batchSize: 64, epochs: 3, verbose: 0)

// 2. The same features, frozen, with a new last layer. What is frozen takes effect with `compile`.
features.trainable = false
let student = Sequential {
    features
    Dense(5, activation: .softmax)
}
student.seed = 2
try student.compile(optimizer: .adam(learningRate: 1e-2), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
let isLarge = digits.train.labels .>= 5
let second = try digits.train.inputs[isLarge] / 255
let secondLabels = try digits.train.labels[isLarge].converted(to: .int32) - 5
try student.fit(second, secondLabels, batchSize: 64, epochs: 3, verbose: 0)

// 3. Thaw, and go on with a smaller rate.
features.trainable = true
try student.compile(optimizer: .adam(learningRate: 1e-4), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
try student.fit(second, secondLabels, batchSize: 64, epochs: 1, verbose: 0)

let isLargeInTest = digits.test.labels .>= 5
let score = try student.evaluate(
    try digits.test.inputs[isLargeInTest] / 255, try digits.test.labels[isLargeInTest].converted(to: .int32) - 5,
    verbose: 0)
print("accuracy on 5 to 9:", score.accuracy)
precondition(score.accuracy > 0.9, "the model did not learn")
